// Countries and time zones to choose from, named as people of the language name them.
import type { Choice } from '../shared/choices';

/** ISO 3166-1 alpha-2, as `Intl.DisplayNames` knows them; dependencies without people of their own are left out. */
const COUNTRIES = (
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN ' +
  'CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR ' +
  'HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ' +
  'ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY ' +
  'QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA ' +
  'UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW'
).split(' ');

export function countries(lang: string): Choice[] {
  return COUNTRIES.map((code) => ({ value: code, label: countryName(code, lang), detail: code })).sort(
    (a, b) => a.label.localeCompare(b.label, lang),
  );
}

export function countryName(code: string, lang: string): string {
  try {
    return new Intl.DisplayNames([lang], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Every zone that this computer knows, `zone` among them whether it does or not. */
export function zones(zone: string, at: number): Choice[] {
  const known = Intl.supportedValuesOf('timeZone');
  const all = known.includes(zone) || zone === '' ? known : [zone, ...known];
  return all.map((value) => {
    let detail: string | undefined;
    return {
      value,
      label: zoneName(value),
      // Costs a format each, for some hundreds of zones: only those that are looked at.
      get detail() {
        detail ??= offset(value, at);
        return detail;
      },
    };
  });
}

/** Cities whose names the zone database writes without their accents, or not as people of the place do. */
const CITIES: Record<string, string> = {
  Araguaina: 'Araguaína',
  Asuncion: 'Asunción',
  Belem: 'Belém',
  Bogota: 'Bogotá',
  Cancun: 'Cancún',
  Cordoba: 'Córdoba',
  Cuiaba: 'Cuiabá',
  Eirunepe: 'Eirunepé',
  Maceio: 'Maceió',
  Merida: 'Mérida',
  Noronha: 'Fernando de Noronha',
  Santarem: 'Santarém',
  Sao_Paulo: 'São Paulo',
  Sao_Tome: 'São Tomé',
};

/** The city of a zone: "America/Sao_Paulo" is "São Paulo", "America/Argentina/Ushuaia" is "Ushuaia, Argentina". */
export function zoneName(zone: string): string {
  const [area, ...rest] = zone.split('/').map((part) => CITIES[part] ?? part.replaceAll('_', ' '));
  return rest.length === 0 ? (area ?? zone) : rest.reverse().join(', ');
}

/** What the time of a zone is called: "Horário de Brasília". */
export function timeName(zone: string, lang: string, at: number): string {
  return named(zone, lang, 'longGeneric', at) ?? zoneName(zone);
}

/** "GMT-3", in summer time if it is summer there. */
function offset(zone: string, at: number): string | undefined {
  return named(zone, 'en', 'shortOffset', at);
}

function named(
  zone: string,
  lang: string,
  timeZoneName: 'longGeneric' | 'shortOffset',
  at: number,
): string | undefined {
  try {
    return new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value;
  } catch {
    return undefined;
  }
}
