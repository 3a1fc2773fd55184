// A session of the shaper, as an operator has it: by the control plane's API.

/** What a session plays under changes with its rules, from the next moment on. */
export class Session {
  #url;

  constructor(control, id) {
    this.#url = `${control}/v1/sessions/${id}`;
  }

  /** Makes one; its rules are those of the API, in their JSON. */
  static async create(control, id, rules) {
    await ask('POST', `${control}/v1/sessions?sessionId=${id}`, {rules, ttl: '3600s'});
    return new Session(control, id);
  }

  async setRules(rules) {
    await ask('PATCH', `${this.#url}?updateMask=rules`, {rules});
  }

  async delete() {
    await ask('DELETE', this.#url);
  }
}

async function ask(method, url, body) {
  const headers = body && {'content-type': 'application/json'};
  const answer = await fetch(url, {method, headers, body: body && JSON.stringify(body)});
  if (!answer.ok) {
    throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  }
}
