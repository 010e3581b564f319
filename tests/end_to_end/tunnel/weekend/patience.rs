//! How senders try again, and what becomes of what they could not bring.

/// One kind of sender.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) preset: &'static str,
    /// What it signs with, or sends along; none where the address alone counts.
    pub(super) secret: Option<&'static str>,
    /// When it tries again, in seconds after its first attempt.
    pub(super) again: &'static [u64],
    pub(super) then: Then,
    /// Whether one of its deliveries waits for the one before it.
    pub(super) in_order: bool,
    /// Whether what it brings is somebody on the board.
    pub(super) names_somebody: bool,
    /// Whether it gets through a weekend with nobody there: the control of what stands here.
    pub(super) outlasts_a_weekend: bool,
}

/// What it does after its last attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// That delivery is lost.
    Lost,
    /// That one, and all others until somebody switches it on again.
    SwitchesOff,
    /// The same, after so many failures in a row.
    SwitchesOffAfter(u32),
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// A kind that is filed under a name and stands nowhere but on its own address.
const fn kind(name: &'static str, preset: &'static str, again: &'static [u64]) -> Kind {
    Kind {
        name,
        preset,
        secret: None,
        again,
        then: Then::Lost,
        in_order: false,
        names_somebody: true,
        outlasts_a_weekend: false,
    }
}

/// The senders of the presets, and others that Brazilian shops meet. Where only an end is published ("up to 3 days, at
/// growing intervals") the steps are doubled from a minute and the end is theirs.
pub(super) const KINDS: [Kind; 15] = [
    // developers.facebook.com, WhatsApp webhooks: up to 7 days.
    Kind {
        secret: Some("the-app-secret"),
        outlasts_a_weekend: true,
        ..kind(
            "WhatsApp",
            "whatsapp-cloud",
            &[
                MINUTE,
                3 * MINUTE,
                7 * MINUTE,
                15 * MINUTE,
                31 * MINUTE,
                HOUR,
                2 * HOUR,
                4 * HOUR,
                8 * HOUR,
                16 * HOUR,
                32 * HOUR,
                56 * HOUR,
                80 * HOUR,
                104 * HOUR,
                128 * HOUR,
                152 * HOUR,
                168 * HOUR,
            ],
        )
    },
    // docs.stripe.com/webhooks: up to 3 days with an exponential back-off (live mode).
    Kind {
        secret: Some("whsec_recadoTestEndpointSecret0001"),
        outlasts_a_weekend: true,
        ..kind(
            "Stripe",
            "stripe",
            &[
                5 * MINUTE,
                15 * MINUTE,
                45 * MINUTE,
                2 * HOUR,
                5 * HOUR,
                10 * HOUR,
                20 * HOUR,
                36 * HOUR,
                54 * HOUR,
                72 * HOUR,
            ],
        )
    },
    // mercadopago.com.br/developers, "Após receber a notificação".
    Kind {
        secret: Some("recado-mp-secret-0001"),
        // Its test notification: of a payment it says no more than an id, which is fetched.
        names_somebody: false,
        outlasts_a_weekend: true,
        ..kind(
            "Mercado Pago",
            "mercado-pago",
            &[15 * MINUTE, 30 * MINUTE, 6 * HOUR, 48 * HOUR, 96 * HOUR],
        )
    },
    // developer.calendly.com, "Webhook Errors": for 24 hours; then the webhook is disabled and must be created anew.
    Kind {
        secret: Some("calendly-signing-key"),
        then: Then::SwitchesOff,
        ..kind(
            "Calendly",
            "calendly",
            &[
                5 * MINUTE,
                15 * MINUTE,
                45 * MINUTE,
                2 * HOUR,
                5 * HOUR,
                11 * HOUR,
                24 * HOUR,
            ],
        )
    },
    // typeform.com/developers/webhooks: for three and a half hours, or up to ten; then it switches the webhook off.
    Kind {
        then: Then::SwitchesOff,
        ..kind(
            "Typeform",
            "typeform",
            &[
                5 * MINUTE,
                10 * MINUTE,
                20 * MINUTE,
                HOUR,
                2 * HOUR,
                3 * HOUR,
                10 * HOUR,
            ],
        )
    },
    // woocommerce, class-wc-webhook.php: once; disabled after more than 5 failures in a row.
    Kind {
        secret: Some("recado-woo-secret-0001"),
        then: Then::SwitchesOffAfter(5),
        ..kind("WooCommerce", "woocommerce", &[])
    },
    // Elementor's Webhook action: once, while the visitor waits.
    kind("Elementor", "elementor", &[]),
    // developer.z-api.io documents no further attempt.
    kind("Z-API", "z-api", &[]),
    // The script of our own preset: after 5 and 30 seconds.
    Kind {
        secret: Some("recado-forms-secret"),
        ..kind("Formulários Google", "google-forms", &[5, 35])
    },
    // Evolution API: ten attempts in about twenty minutes.
    kind(
        "Evolution API",
        "evolution-api",
        &[
            5,
            15,
            35,
            75,
            155,
            5 * MINUTE,
            10 * MINUTE,
            15 * MINUTE,
            20 * MINUTE,
        ],
    ),
    // developers.woovi.com, webhook retry: 8 attempts, doubling from 10 to 1,280 s; then only by hand.
    kind("Woovi", "other", &[10, 30, 70, 150, 310, 630, 1_270, 2_550]),
    // developers.rdstation.com, retries: 5, of which the intervals are not published; afterwards it can be suspended.
    Kind {
        then: Then::SwitchesOff,
        ..kind(
            "RD Station",
            "other",
            &[MINUTE, 3 * MINUTE, 7 * MINUTE, 15 * MINUTE, 31 * MINUTE],
        )
    },
    // docs.asaas.com, "Penalização de filas": 15 attempts over 12 h 50 min, one event after the other; then the whole
    // queue stops until somebody reactivates it.
    Kind {
        then: Then::SwitchesOff,
        in_order: true,
        ..kind(
            "Asaas",
            "other",
            &[
                30,
                MINUTE,
                2 * MINUTE,
                5 * MINUTE,
                10 * MINUTE,
                20 * MINUTE,
                40 * MINUTE,
                80 * MINUTE,
                140 * MINUTE,
                220 * MINUTE,
                320 * MINUTE,
                440 * MINUTE,
                590 * MINUTE,
                770 * MINUTE,
            ],
        )
    },
    // wakecommerce.readme.io, webhooks: 10 attempts, the last 18 h after the first; then it is switched off.
    Kind {
        then: Then::SwitchesOff,
        ..kind(
            "Wake Commerce",
            "other",
            &[
                MINUTE,
                5 * MINUTE,
                15 * MINUTE,
                HOUR,
                2 * HOUR,
                4 * HOUR,
                8 * HOUR,
                12 * HOUR,
                18 * HOUR,
            ],
        )
    },
    // github.com/calcom/cal.com, issues 13494 and 21171, as users report: it stops after three failures in a row.
    Kind {
        then: Then::SwitchesOffAfter(2),
        ..kind("Cal.com", "other", &[])
    },
];
