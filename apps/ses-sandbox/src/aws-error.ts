/** An error as AWS answers it: HTTP status, exception name, sentence. Each protocol writes it in its own form. */
export class AwsError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

export const badRequest = (message: string) => new AwsError(400, 'BadRequestException', message);
export const notFound = (message: string) => new AwsError(404, 'NotFoundException', message);
export const alreadyExists = (message: string) => new AwsError(400, 'AlreadyExistsException', message);
export const messageRejected = (message: string) => new AwsError(400, 'MessageRejected', message);
export const tooManyRequests = () => new AwsError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
