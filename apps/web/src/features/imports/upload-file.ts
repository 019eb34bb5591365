import { ApiProblem, csrfToken } from '../../lib/api';
import type { Import } from './imports.api';

interface Upload {
  readonly importId: string;
  readonly file: Blob;
  /** share of the bytes that have left, 0 to 1 */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends a file as the body of PUT /api/imports/:id/content. XMLHttpRequest, because fetch does not tell how far an upload
 * is. Rejects with the server's ApiProblem; an abort rejects with `signal.reason`.
 */
export function uploadFile({ importId, file, onProgress, signal }: Upload): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/imports/${importId}/content`);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'text/csv');
    const token = csrfToken();
    if (token) request.setRequestHeader('X-CSRF-Token', token);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response as Import);
      else reject(toProblem(request));
    });
    request.addEventListener('error', () => reject(new ApiProblem(0, 'network-unreachable', 'The upload broke off.')));
    request.addEventListener('abort', () => reject(signal.reason as Error));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function toProblem(request: XMLHttpRequest): ApiProblem {
  const body = request.response as { code?: string; title?: string } | null;
  return new ApiProblem(request.status, body?.code ?? `http-${request.status}`, body?.title ?? request.statusText);
}
