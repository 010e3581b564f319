//! What a key says its value is, in Portuguese, English and Spanish.
//!
//! Each function answers how sure it is, 0 being "not at all". They look at words, not at whole keys, because keys are
//! often questions that somebody typed: "Qual é o seu telefone (WhatsApp)?".

use super::words::{FILLER, PERSON, Words};

/// Whether a key by itself says what its value is.
pub(super) fn is_known(key: &Words) -> bool {
    is_handle_or_name(key)
        || message(key) > 0
        || amount(key) > 0
        || is_tags(key)
        || is_date(key)
        || starts(key)
}

/// What the name of a key or the text of a question says that its value is, for the maps of presets.
pub(crate) fn key_role(key: &str) -> Option<&'static str> {
    let key = Words::of(key);
    if phone(&key) > 1 {
        Some("phone")
    } else if email(&key) > 1 {
        Some("email")
    } else if is_first_name(&key) {
        Some("first_name")
    } else if is_surname(&key) {
        Some("surname")
    } else if name(&key) > 0 {
        Some("name")
    } else if message(&key) > 0 {
        Some("message")
    } else {
        None
    }
}

pub(super) fn is_handle_or_name(key: &Words) -> bool {
    phone(key) > 0 || email(key) > 0 || name(key) > 0 || is_first_name(key) || is_surname(key)
}

/// 2 for a phone, 1 for one that may be the business's own.
pub(super) fn phone(key: &Words) -> u8 {
    const WORDS: &[&str] = words![
        telefone telefones telephone telefono telefonos fone fones tel tels phone phones phonenumber
        celular celulares cel cell cellphone cellular mobile mobilephone movil movel whatsapp whats
        whatsappnumber wpp zap zapzap waid msisdn telf tlf tlm telemovel smartphone telefonecelular
        remotejid
    ];
    if key.is(&["waid", "remotejid"]) {
        2
    } else if key.has(WORDS) {
        handle(key)
    } else {
        0
    }
}

/// 2 for an e-mail address, 1 for one that may be the business's own.
pub(super) fn email(key: &Words) -> u8 {
    const WORDS: &[&str] = words![email emails mail correo correos emailaddress];
    if key.has(WORDS) { handle(key) } else { 0 }
}

/// How sure it is that a key which names a handle means the contact's.
fn handle(key: &Words) -> u8 {
    // What is said about a handle is none.
    const ABOUT: &[&str] = words![
        id ids type tipo verified verificado validado valid status optin opt optout marketing consent
        template subject assunto asunto body count total url link device aparelho model modelo horario
        hora mensagem message mensaje msg texto text country area code codigo operadora carrier title
        label
        connected instance instancia bot
    ];
    const OF_THE_HOUSE: &[&str] = words![
        empresa business loja store shop company suporte support atendente agent vendedor seller medico
        doctor profissional owner admin organizer host clinica destino
        destinatario recipient to responsavel consultor
    ];
    // The last is Meta's name for the line that was written to.
    if key.has(ABOUT) || key.is(&["displayphonenumber"]) {
        0
    } else if key.has(OF_THE_HOUSE) {
        1
    } else {
        2
    }
}

/// Whether the value may be a phone or an e-mail address that has only a person for a name: `from`, `contato`.
pub(super) fn is_somebody(key: &Words) -> bool {
    key.has(PERSON) && key.only(&[PERSON, FILLER])
}

/// Whether the value is a number that may be a phone's: only if it turns out to be a valid one.
pub(super) fn is_number(key: &Words) -> bool {
    matches!(
        key.without(&[FILLER, PERSON]).as_str(),
        "numero" | "number" | "num" | "jid"
    ) || key.is(&["chatid"])
}

/// 3 for a name that can only be a person's, 2 for one whose place must tell.
pub(super) fn name(key: &Words) -> u8 {
    let bare = key.without(&[FILLER, PERSON]);
    match bare.as_str() {
        "nome" | "name" | "nombre" if key.has(PERSON) || key.len() > 1 => 3,
        "nome" | "name" | "nombre" => 2,
        "nomecompleto" | "fullname" | "nombrecompleto" | "pushname" | "displayname" | "customername"
        | "clientname" | "nomecliente" | "contactname" | "leadname" | "sendername" | "nomepaciente"
        | "nomesobrenome" | "nombreapellido" | "nombreapellidos" => 3,
        _ => 0,
    }
}

pub(super) fn is_first_name(key: &Words) -> bool {
    matches!(
        key.without(&[FILLER, PERSON]).as_str(),
        "firstname" | "fname" | "primeironome" | "primernombre" | "givenname" | "first"
    )
}

pub(super) fn is_surname(key: &Words) -> bool {
    matches!(
        key.without(&[FILLER, PERSON]).as_str(),
        "lastname"
            | "lname"
            | "sobrenome"
            | "ultimonome"
            | "apellido"
            | "apellidos"
            | "surname"
            | "familyname"
            | "last"
    )
}

/// 4 for a message, down to 1 for a description.
pub(super) fn message(key: &Words) -> u8 {
    const MESSAGE: &[&str] = words![mensagem mensagens message messages mensaje mensajes msg recado];
    const BODY: &[&str] = words![
        text texto body corpo content conteudo contenido conversation caption legenda
    ];
    const AROUND: &[&str] = words![
        deixe deje escreva escriba leave write inicial recebida received adicional additional enviar nos
        us
    ];
    const REMARK: &[&str] = words![
        comentario comentarios comment comments observacao observacoes obs observacion observaciones
        note notes nota notas duvida duvidas detalhes details detalles solicitacao solicitud necessidade
        ajudar ayudar ayudarte help
    ];
    const DESCRIPTION: &[&str] = &["descricao", "description", "descripcion", "descreva", "consulta"];
    const HELP: &[&str] = words![podemos can we how you te lo customer];
    if key.is_empty() {
        0
    } else if key.has(MESSAGE) && key.only(&[MESSAGE, BODY, AROUND, FILLER, PERSON]) {
        4
    } else if key.has(BODY) && key.only(&[BODY, FILLER]) {
        3
    } else if key.has(REMARK) && key.only(&[REMARK, BODY, AROUND, HELP, FILLER, PERSON]) {
        2
    } else {
        u8::from(key.has(DESCRIPTION) && key.only(&[DESCRIPTION, FILLER, HELP]))
    }
}

/// 2 for a total, 1 for any other amount.
pub(super) fn amount(key: &Words) -> u8 {
    const AMOUNT: &[&str] = words![valor amount total preco price importe monto precio];
    const AROUND: &[&str] = words![
        final pago paid pedido compra order venda sale bruto gross geral general grand consulta
        orcamento budget brl real reais usd eur cents cent centavos in em en transaction transacao
        payment pagamento cobranca charge deal estimado estimated servico service r rs
    ];
    if !(key.has(AMOUNT) && key.only(&[AMOUNT, AROUND, FILLER])) {
        return 0;
    }
    if key.has(&["total"]) { 2 } else { 1 }
}

pub(super) fn is_tags(key: &Words) -> bool {
    key.is(words![tags tag etiqueta etiquetas marcadores taglist])
}

/// Words of a day, which need a time beside them.
pub(super) fn is_date(key: &Words) -> bool {
    key.has(DATE)
}

pub(super) const DATE: &[&str] = &["data", "date", "fecha", "dia", "day"];
pub(super) const HOUR: &[&str] = &["hora", "horas", "time", "horario", "hour"];

/// What has a start that somebody has to keep.
pub(super) const APPOINTMENT: &[&str] = words![
    agendamento agendado agendada agenda appointment booking consulta cita reserva reservation visita
    visit schedule scheduled slot atendimento sessao session compromisso reuniao meeting turno aula
];

/// Times of something other than an appointment's start.
pub(super) const OTHER_TIMES: &[&str] = words![
    criacao criado criada created creacion creado create cadastro updated update atualizado atualizacao
    actualizado modified modificado envio enviado sent submitted received recebido nascimento birth
    birthday nacimiento aniversario dob vencimento vencimiento due expires expire expiracao expiration
    pagamento payment pago paid assinatura subscription plano trial campanha campaign id cancelled
    canceled cancelado cancelamento duracao duration timezone zone fuso timestamp anterior previous old
    antigo original confirmacao carimbo compra purchase pedido order aprovacao approved login acesso
    access
];

pub(super) const ENDS: &[&str] = words![fim end ends termino fin final ate until hasta finish];

/// Whether the key says that its value is when an appointment starts.
pub(super) fn starts(key: &Words) -> bool {
    const EXACT: &[&str] = words![
        datahora datahorario dataehora datahoras fechahora fechayhora diahora diaehora dateandtime
        quando cuando when
    ];
    let named = key.has(APPOINTMENT) || key.has(&["inicio", "start", "starts", "horario"]) || key.is(EXACT);
    named && !key.has(OTHER_TIMES) && !key.has(ENDS)
}
