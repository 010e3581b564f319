//! Whose a value is, by the keys above it: `cliente.nome` is a person's name, `produto.nome` is not.

use super::words::{PERSON, Words};

/// What the nearest key above a value that means something means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Neutral,
    /// Somebody the business has to do with.
    Person,
    /// The enquiry itself, and whoever makes it.
    Lead,
    /// A frame, such as a form or an address: its own name is not a person's, but a person may stand in it.
    Frame,
    /// A product, a campaign, a tag.
    Thing,
    /// The business itself and those who work there.
    House,
}

impl Context {
    /// What this key makes of the values below it, if anything.
    pub(super) fn of(key: &Words) -> Option<Self> {
        if key.has(HOUSE) {
            Some(Self::House)
        } else if key.has(FRAME) {
            Some(Self::Frame)
        } else if key.has(THING) {
            Some(Self::Thing)
        } else if key.has(&["lead", "leads"]) {
            Some(Self::Lead)
        } else if key.has(PERSON) {
            Some(Self::Person)
        } else {
            None
        }
    }

    /// Whether a handle that stands here can be the contact's.
    pub(super) fn may_hold_handle(self) -> bool {
        !matches!(self, Self::Thing | Self::House)
    }
}

const HOUSE: &[&str] = words![
    empresa company organization organizacao loja store shop tienda negocio business clinica clinic
    atendente agent agents agente operador operator attendant vendedor seller consultor corretor medico
    medica doctor doutor profissional professional profesional dentista barbeiro especialista staff
    funcionario employee empleado owner responsavel responsible account conta cuenta tenant instance
    instancia host organizer organizador anfitriao assignee assigned bot admin merchant gateway unidade
    filial recipient provider prestador emit emitente emisor membership memberships hosts
];

const FRAME: &[&str] = words![
    form formulario page pagina landing survey quiz address endereco direccion domicilio
];

const THING: &[&str] = words![
    produto produtos product products producto productos item items itens sku plano plan oferta offer
    campaign campanha campana utm tracking servico servicos service services servicio procedimento
    category categoria tag tags etiqueta etiquetas coupon cupom anuncio ad ads adset creative pipeline
    funil stage etapa convenio veiculo vehicle imovel property curso course canal channel inbox source
    origem origen device browser server app definition subscription assinatura referral externaladreply
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_say_whose_the_values_below_are() {
        for (key, expected) in [
            ("cliente", Some(Context::Person)),
            ("dadosDoCliente", Some(Context::Person)),
            ("leads", Some(Context::Lead)),
            ("billing_address", Some(Context::Frame)),
            ("line_items", Some(Context::Thing)),
            ("assigned_user", Some(Context::House)),
            ("médico", Some(Context::House)),
            ("data", None),
        ] {
            assert_eq!(Context::of(&Words::of(key)), expected, "{key}");
        }
    }
}
