"""A mail server that keeps what it takes over: one JSON line for each letter on standard output, the port first.

    mail_sink.py [ANSWER ...]      refuses that many letters first with these answers, e.g. "451 later"
"""
import asyncore
import email
import email.header
import json
import smtpd
import sys

answers = sys.argv[1:]


class Sink(smtpd.SMTPServer):
    def process_message(self, peer, mailfrom, rcpttos, data, **kwargs):
        if answers:
            return answers.pop(0)
        letter = email.message_from_bytes(data)
        subject = str(email.header.make_header(email.header.decode_header(letter["Subject"])))
        text = letter.get_payload(decode=True).decode("utf-8")
        print(json.dumps({"from": mailfrom, "to": rcpttos, "subject": subject, "text": text, "id": letter["Message-ID"]}),
              flush=True)
        return None


sink = Sink(("127.0.0.1", 0), None, decode_data=False)
print(sink.socket.getsockname()[1], flush=True)
asyncore.loop()
