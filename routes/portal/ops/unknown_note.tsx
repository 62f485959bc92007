/** What it means that an answer did not come, said plainly. `count`: how many documents. */
export function UnknownNote({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <div class="note open" role="status">
      <p>
        <b>{`We do not know yet whether the portal has ${count === 1 ? "one of these" : `${count} of these`}.`}</b>
      </p>
      <p>
        The answer to what was sent did not arrive. The portal is asked by document number before anything is sent
        again, so nothing is registered twice. It forgets after about two days, so this is settled within 46 hours, or
        left to you.
      </p>
    </div>
  );
}
