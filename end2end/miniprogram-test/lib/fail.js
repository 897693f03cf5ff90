/** Why a function of `wx` fails: what follows `name:fail ` in its errMsg. */
export class Fail extends Error {
  /** Of an errMsg that the double has put together already. */
  static of(errMsg) {
    return new Fail(errMsg.slice(errMsg.indexOf(':fail ') + ':fail '.length));
  }
}

/** Runs a call of `name` and gives it WeChat's errMsg, either way. Rejects with `{ errMsg }`. */
export async function outcome(phone, name, run) {
  try {
    const reason = phone.failures.get(name)?.shift();
    if (reason) throw new Fail(reason);
    return { errMsg: `${name}:ok`, ...(await run()) };
  } catch (error) {
    if (!(error instanceof Fail)) throw error;
    throw { errMsg: `${name}:fail ${error.message}` };
  }
}
