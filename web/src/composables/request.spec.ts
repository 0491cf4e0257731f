import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { useRequest } from './request'

describe('a request that is asked again', () => {
  it('forgets the older answer, even if that comes last', async () => {
    const answers: ((value: string) => void)[] = []
    const signals: AbortSignal[] = []
    const scope = effectScope()
    const { data, run } = scope.run(() =>
      useRequest((signal) => {
        signals.push(signal)
        return new Promise<string>((resolve) => answers.push(resolve))
      }),
    )!
    const older = run()
    const newer = run()
    answers[1]!('new')
    await newer
    answers[0]!('old')
    await older
    expect(data.value).toBe('new')
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
    scope.stop()
    expect(signals[1]!.aborted).toBe(true)
  })

  it('keeps what was shown when the next try fails', async () => {
    let fail = false
    const { data, error, run } = effectScope().run(() => useRequest(async () => (fail ? Promise.reject(new Error('no')) : 'shown')))!
    await run()
    fail = true
    await run()
    expect(data.value).toBe('shown')
    expect(error.value?.code).toBe('client.unexpected')
  })
})
