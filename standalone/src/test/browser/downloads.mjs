// What a page downloads from the edge, as the browser's network stack sees it.

import {extname} from 'node:path';

const SEGMENT = '.m4s';
const PAUSE_SECONDS = 1.5;

/** The responses of one edge to one tab. */
export class Downloads {
  #responses = new Map();
  #problems = [];

  constructor(tab, origin) {
    tab.on('Network.responseReceived', ({requestId, response, timestamp}) => {
      if (!response.url.startsWith(origin)) {
        return;
      }
      const {pathname} = new URL(response.url);
      this.#responses.set(requestId, {
        pathname,
        // An edge tells the length of what is complete, and of nothing else.
        complete: Object.keys(response.headers).some(name => name.toLowerCase() === 'content-length'),
        status: response.status,
        pieces: 0,
        longestPause: 0,
        last: timestamp,
      });
      if (response.status >= 400) {
        this.#problems.push(`${response.status} ${pathname}`);
      }
    });
    tab.on('Network.dataReceived', ({requestId, timestamp}) => {
      const response = this.#responses.get(requestId);
      if (response) {
        response.pieces++;
        response.longestPause = Math.max(response.longestPause, timestamp - response.last);
        response.last = timestamp;
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

  /** Segments that were answered with an error. */
  get refused() {
    return this.#segments().filter(({status}) => status >= 400).length;
  }

  /** Segments that paused in the middle. */
  get stalled() {
    return this.#segments().filter(({longestPause}) => longestPause > PAUSE_SECONDS).length;
  }

  /** What the browser complained of. */
  get problems() {
    return this.#problems;
  }

  #segments() {
    return [...this.#responses.values()].filter(({pathname}) => extname(pathname) === SEGMENT);
  }
}
