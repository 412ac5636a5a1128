// The conversation, kept in the browser for each host site; in memory alone where that is blocked.
const MOST = 30; // exchanges, some kilobytes each
const TURNS = 10; // of them, those that go with the next question

export class Kept {
  constructor(host) {
    this.key = `policy-assistant:${host}`;
    this.exchanges = [];
    try {
      const stored = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      if (Array.isArray(stored)) this.exchanges = stored;
    } catch {
      // blocked, or not JSON
    }
  }

  add(exchange) {
    this.exchanges = [...this.exchanges, exchange].slice(-MOST);
    this.#write();
  }

  clear() {
    this.exchanges = [];
    this.#write();
  }

  // What was asked and answered, oldest first, as the server takes it.
  history() {
    const turn = ({ question, answer }) => ({ question, answer: answer.answer });
    return this.exchanges.slice(-TURNS).map(turn);
  }

  #write() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.exchanges));
    } catch {
      // blocked or full: it lasts as long as the page
    }
  }
}
