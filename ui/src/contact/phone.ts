/** A number as people of its country group it, where that is known: "+55 19 99999-9999"; else as it is. */
export function shownPhone(phone: string): string {
  const brazil = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  if (brazil) return `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}`;
  const portugal = /^\+351(\d{3})(\d{3})(\d{3})$/.exec(phone);
  if (portugal) return `+351 ${portugal[1]} ${portugal[2]} ${portugal[3]}`;
  const northAmerica = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  if (northAmerica) return `+1 ${northAmerica[1]} ${northAmerica[2]}-${northAmerica[3]}`;
  return phone;
}
