// Headless Chromium over the DevTools protocol on a pipe: it ends when the pipe does, so it never outlives this process.

import {spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--headless',
  '--no-sandbox', // root has none
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage', // containers have little of it
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
  '--remote-debugging-pipe',
];
const MESSAGE_END = '\0';
const SAID_CHARACTERS = 4_000;
const CALL_LIMIT_MS = 20_000;
const CLOSE_LIMIT_MS = 5_000;

function find() {
  const directories = (process.env.PATH ?? '').split(delimiter);
  for (const file of NAMES.flatMap(name => directories.map(directory => join(directory, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  throw new Error('these tests need chromium on the PATH: install it (Debian: apt-get install chromium)');
}

/** One tab of a browser of its own. */
export class Tab {
  #process;
  #session;
  #failure;
  #lastId = 0;
  #calls = new Map();
  #listeners = new Map();

  /** Starts a browser with its profile in a directory. */
  static async open(profile) {
    const tab = new Tab();
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'];
    tab.#process = spawn(find(), [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {stdio});
    tab.#process.on('error', failure => tab.#fail(failure));
    // It complains of what a machine without a desktop lacks: of interest only when it can't go on.
    let said = '';
    tab.#process.stderr.setEncoding('utf8').on('data', text => (said = (said + text).slice(-SAID_CHARACTERS)));
    tab.#process.on('close', code => tab.#fail(new Error(`Chromium ended with ${code}:\n${said}`)));
    const [,,, requests, answers] = tab.#process.stdio;
    requests.on('error', () => {}); // its end tells more
    answers.on('error', () => {});
    tab.#read(answers);
    try {
      const {targetId} = await tab.call('Target.createTarget', {url: 'about:blank'});
      const {sessionId} = await tab.call('Target.attachToTarget', {targetId, flatten: true});
      tab.#session = sessionId;
      return tab;
    } catch (failure) {
      await tab.close();
      throw failure;
    }
  }

  /** Calls a method of the DevTools protocol. */
  call(method, params = {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const limit = setTimeout(() => reject(new Error(`no answer to ${method}`)), CALL_LIMIT_MS);
      this.#calls.set(id, {resolve, reject, limit});
      this.#process.stdio[3].write(JSON.stringify({id, method, params, sessionId: this.#session}) + MESSAGE_END);
    });
  }

  /** Hears an event of the DevTools protocol. */
  on(event, listener) {
    this.#listeners.set(event, listener);
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate(expression) {
    const {result, exceptionDetails} =
        await this.call('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true});
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  /** The page as a PNG. */
  async screenshot() {
    const {data} = await this.call('Page.captureScreenshot');
    return Buffer.from(data, 'base64');
  }

  /** Ends the browser; returns when it is gone. */
  async close() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = new Promise(resolve => this.#process.once('exit', resolve));
      const limit = setTimeout(() => this.#process.kill('SIGKILL'), CLOSE_LIMIT_MS);
      this.#process.stdio[3].end();
      await gone;
      clearTimeout(limit);
    }
  }

  #read(pipe) {
    let rest = '';
    pipe.setEncoding('utf8').on('data', text => {
      const messages = (rest + text).split(MESSAGE_END);
      rest = messages.pop();
      messages.forEach(message => this.#take(JSON.parse(message)));
    });
  }

  #take({id, result, error, method, params}) {
    if (id === undefined) {
      this.#listeners.get(method)?.(params);
      return;
    }
    const {resolve, reject, limit} = this.#calls.get(id);
    this.#calls.delete(id);
    clearTimeout(limit);
    if (error) {
      reject(new Error(error.message));
    } else {
      resolve(result);
    }
  }

  #fail(failure) {
    this.#failure ??= failure;
    this.#calls.forEach(({reject, limit}) => {
      clearTimeout(limit);
      reject(this.#failure);
    });
    this.#calls.clear();
  }
}
