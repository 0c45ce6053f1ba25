import { type Backend, type PayError, request } from '../api/request.ts';
import type { LinkView, QrCodeView } from '../api/types.ts';

/** The QR code of a link's address, which the backend draws. */
export class QrCode {
  readonly #host: { requestUpdate(): void };
  /** The id of the link whose code was requested. */
  #link = '';
  #code: QrCodeView | PayError | null = null;

  constructor(host: { requestUpdate(): void }) {
    this.#host = host;
  }

  /** The code, or the error from loading it. `null` while it loads. The first call starts loading. */
  of(link: LinkView, backend: Backend): QrCodeView | PayError | null {
    if (this.#link !== link.id) this.load(link, backend);
    return this.#code;
  }

  load({ id }: LinkView, backend: Backend): void {
    this.#link = id;
    this.#code = null;
    const settle = (code: QrCodeView | PayError): void => {
      if (this.#link !== id) return;
      this.#code = code;
      this.#host.requestUpdate();
    };
    request(backend, `links/${id}/qr`, (code) => code as QrCodeView).then(settle, settle);
  }
}
