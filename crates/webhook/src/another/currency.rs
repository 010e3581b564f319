//! Currencies of countries, and their minor units (ISO 4217).

/// The currency of a country (ISO 3166-1 alpha-2); US dollars where it is not listed.
pub(super) fn of_country(country: &str) -> &'static str {
    match country {
        "BR" => "BRL",
        "AR" => "ARS",
        "BO" => "BOB",
        "CL" => "CLP",
        "CO" => "COP",
        "CR" => "CRC",
        "CU" => "CUP",
        "DO" => "DOP",
        "GT" => "GTQ",
        "HN" => "HNL",
        "MX" => "MXN",
        "NI" => "NIO",
        "PE" => "PEN",
        "PY" => "PYG",
        "UY" => "UYU",
        "VE" => "VES",
        "AT" | "BE" | "BG" | "CY" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE" | "IT" | "LT"
        | "LU" | "LV" | "MT" | "NL" | "PT" | "SI" | "SK" | "AD" | "MC" | "SM" | "VA" | "ME" | "XK" => "EUR",
        "GB" => "GBP",
        "CH" | "LI" => "CHF",
        "CZ" => "CZK",
        "DK" => "DKK",
        "HU" => "HUF",
        "IS" => "ISK",
        "NO" => "NOK",
        "PL" => "PLN",
        "RO" => "RON",
        "SE" => "SEK",
        "TR" => "TRY",
        "UA" => "UAH",
        "AO" => "AOA",
        "CV" => "CVE",
        "MZ" => "MZN",
        "ST" => "STN",
        "ZA" => "ZAR",
        "AU" => "AUD",
        "CA" => "CAD",
        "CN" => "CNY",
        "HK" => "HKD",
        "IN" => "INR",
        "IL" => "ILS",
        "JP" => "JPY",
        "KR" => "KRW",
        "MO" => "MOP",
        "NZ" => "NZD",
        "SG" => "SGD",
        "AE" => "AED",
        _ => "USD",
    }
}

/// Digits after the decimal sign of a currency.
pub fn decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// Whether people write it `$` at home.
pub(super) fn is_written_with_dollar(currency: &str) -> bool {
    [
        "USD", "ARS", "CLP", "COP", "CUP", "DOP", "MXN", "UYU", "AUD", "CAD", "HKD", "NZD", "SGD", "CVE",
    ]
    .contains(&currency)
}
