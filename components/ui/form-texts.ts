/**
 * What stands in a form's fields now. Read from the page itself, and not from React's state: what was typed before the
 * page came alive counts too.
 *
 * @param names of the fields, in the order in which their texts are wanted
 */
export function textsOf(form: HTMLFormElement, names: readonly string[]): string[] {
  const data = new FormData(form);
  return names.map((name) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  });
}
