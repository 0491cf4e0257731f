#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scope.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using test::scope_of;
using testing::IsEmpty;
using testing::SizeIs;

class Uploads : public testing::Test {
 protected:
  Upload begin(const User& user, seconds life = seconds{60}) {
    Upload upload;
    upload.user = user.id;
    upload.school = school.id;
    upload.file_name = "a.zip";
    upload.length = 1'000;
    upload.expires_at = c.clock.now() + life;
    return must(c.library.create_upload(Actor::user(user.id, ""), upload));
  }

  Catalogue c;
  const User li = c.user("li"), wang = c.user("wang");
  const School school = c.school("s");
};

TEST_F(Uploads, AreVisibleToTheirSenderOnly) {
  const auto upload = begin(li);
  EXPECT_OK(c.library.upload(scope_of({scope_term::user(li.id)}), upload.id));
  EXPECT_THAT(c.library.upload(scope_of({scope_term::user(wang.id), scope_term::school(school.id),
                                         scope_term::school_office(school.id)}),
                               upload.id),
              FailsWith(ErrorKind::not_found, "upload.absent"));
  EXPECT_THAT(must(c.library.uploads_of(li.id)), SizeIs(1));
  EXPECT_THAT(must(c.library.uploads_of(wang.id)), IsEmpty());
}

TEST_F(Uploads, RememberHowFarTheyCame) {
  const auto upload = begin(li);
  EXPECT_EQ(must(c.library.put_upload_offset(upload.id, 400)).offset, 400U);
  EXPECT_EQ(must(c.library.upload(scope_of({scope_term::user(li.id)}), upload.id)).offset, 400U);
  EXPECT_THAT(c.library.put_upload_offset(UploadId::make(c.clock.now()), 1),
              FailsWith(ErrorKind::not_found, "upload.absent"));
}

TEST_F(Uploads, AreListedFromTheInstantTheyExpire) {
  const auto early = begin(li, seconds{10});
  begin(li, seconds{20});
  c.clock.advance(seconds{10} - milliseconds{1});
  EXPECT_THAT(must(c.library.expired_uploads(c.clock.now(), 10)), IsEmpty());
  c.clock.advance(milliseconds{1});
  const auto expired = must(c.library.expired_uploads(c.clock.now(), 10));
  ASSERT_THAT(expired, SizeIs(1));
  EXPECT_EQ(expired[0].id, early.id);
}

TEST_F(Uploads, AreGoneWhenErased) {
  const auto upload = begin(li, seconds{10});
  must(c.library.erase_upload(c.operating, upload.id));
  EXPECT_THAT(c.library.upload(scope_of({scope_term::user(li.id)}), upload.id),
              FailsWith(ErrorKind::not_found, "upload.absent"));
  EXPECT_THAT(must(c.library.uploads_of(li.id)), IsEmpty());
  EXPECT_THAT(must(c.library.expired_uploads(c.clock.now() + seconds{60}, 10)), IsEmpty());
  EXPECT_OK(c.library.erase_upload(c.operating, upload.id));
}

}  // namespace
}  // namespace kecang
