import type { Problem } from './types'

/** The one error of this site: what the server's problem+json said, or a `client.…` code when no answer came. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly params: Record<string, string>
  readonly titles: { zh: string; en: string }
  readonly requestId: string

  constructor(problem: Partial<Problem> & { code: string }) {
    super(problem.code)
    this.code = problem.code
    this.status = problem.status ?? 0
    this.params = problem.params ?? {}
    this.titles = { zh: problem.title ?? '', en: problem.title_en ?? '' }
    this.requestId = problem.request_id ?? ''
  }

  get notFound() {
    return this.status === 404
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null)
  return new ApiError(isProblem(problem) ? problem : { code: 'client.unreadable', status: response.status })
}

export function parseProblem(text: string): ApiError | null {
  try {
    const problem: unknown = JSON.parse(text)
    return isProblem(problem) ? new ApiError(problem) : null
  } catch {
    return null
  }
}

/** Aborted requests are nobody's error. */
export function wasAborted(error: unknown) {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError({ code: 'client.unexpected' })
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof (value as Problem).code === 'string'
}
