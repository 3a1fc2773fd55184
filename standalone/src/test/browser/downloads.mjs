// What a page downloads from the edge, as the browser's network stack sees it.

import {extname} from 'node:path';

const SEGMENT = '.m4s';

/** The responses of one edge to one tab. */
export class Downloads {
  #responses = new Map();
  #problems = [];

  constructor(tab, origin) {
    tab.on('Network.responseReceived', ({requestId, response}) => {
      if (!response.url.startsWith(origin)) {
        return;
      }
      const {pathname} = new URL(response.url);
      this.#responses.set(requestId, {
        pathname,
        // An edge tells the length of what is complete, and of nothing else.
        complete: Object.keys(response.headers).some(name => name.toLowerCase() === 'content-length'),
        pieces: 0,
      });
      if (response.status >= 400) {
        this.#problems.push(`${response.status} ${pathname}`);
      }
    });
    tab.on('Network.dataReceived', ({requestId}) => {
      const response = this.#responses.get(requestId);
      if (response) {
        response.pieces++;
      }
    });
    tab.on('Network.loadingFailed', ({requestId, errorText, canceled}) => {
      if (!canceled) {
        this.#problems.push(`${errorText} ${this.#responses.get(requestId)?.pathname ?? ''}`);
      }
    });
    tab.on('Log.entryAdded', ({entry}) => this.#problems.push(`${entry.level}: ${entry.text} ${entry.url ?? ''}`));
    tab.on('Runtime.consoleAPICalled', ({type, args}) => {
      if (type === 'error' || type === 'warning') {
        this.#problems.push(`${type}: ${args.map(({value, description}) => value ?? description).join(' ')}`);
      }
    });
  }

  /** How many segments' responses have begun. */
  get segments() {
    return this.#segments().length;
  }

  /** Those of them that began while the segment was uploaded, and came in pieces as it was. */
  get growingSegments() {
    return this.#segments().filter(({complete, pieces}) => !complete && pieces > 1).length;
  }

  /** What the browser complained of. */
  get problems() {
    return this.#problems;
  }

  #segments() {
    return [...this.#responses.values()].filter(({pathname}) => extname(pathname) === SEGMENT);
  }
}
