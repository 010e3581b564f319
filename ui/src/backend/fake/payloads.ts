// What invented systems send, for those connections that no preset is known for.

/** As a form builder of a site sends its answers: by question, so that no key says what a value is. */
export function formPayload(n = 0): unknown {
  const names = ['Carlos Menezes', 'Luana Prates', 'Edson Takeda', 'Beatriz Nunes'];
  return {
    formulario: { id: 418, titulo: 'Orçamento pelo site', versao: 3 },
    enviado_em: '2026-08-03T14:22:09-03:00',
    protocolo: `ORC-2026-${String(1042 - n).padStart(6, '0')}`,
    respostas: [
      { pergunta: 'Como podemos te chamar?', resposta: names[n % names.length] },
      {
        pergunta: 'Um número para retorno',
        resposta: n % 33 === 1 ? 'ligo depois' : `(19) 99999-${9999 - n}`,
      },
      { pergunta: 'Do que você precisa?', resposta: 'Quero agendar uma avaliação para clareamento' },
      { pergunta: 'Quando fica bom?', resposta: '2026-08-12 15:30' },
      { pergunta: 'Quanto pretende investir?', resposta: 'R$ 1.250,00' },
    ],
    origem: {
      pagina: 'https://clinicasorriso.example/orcamento?utm_source=instagram',
      utm: { source: 'instagram', medium: 'stories', campaign: 'clareamento-agosto' },
    },
    aceitou_termos: true,
    anexos: [],
    avaliador: null,
  };
}

/** As a system with speaking keys sends it: what it says is guessed whole. */
export function speakingPayload(): unknown {
  return {
    nome: 'Rita Fontes',
    telefone: '+55 19 98888-7777',
    mensagem: 'Bom dia, vocês atendem Unimed?',
    email: 'rita@exemplo.com.br',
    pagina: 'implantes',
  };
}

/** Thousands of values, and long ones. */
export function hugePayload(): unknown {
  return {
    nome: 'Padaria Estrela',
    itens: Array.from({ length: 2_000 }, (_, i) => ({
      codigo: `SKU-${i}`,
      descricao: `Produto de exemplo número ${i}`,
      quantidade: i % 7,
    })),
    observacao: 'muito texto '.repeat(4_000),
    fundo: Array.from({ length: 60 }).reduce<unknown>((inner) => ({ dentro: inner }), 'aqui'),
  };
}

/** What a stranger may put into keys and values: all of it is text and nothing else. */
export function hostilePayload(): unknown {
  return {
    '<img src=x onerror=alert(1)>': '<script>document.title = "taken"</script>',
    'chave/com~sinais': '\u202Eotxet od oãçerid a artnoc',
    'linhas\ne\ttabulações': 'primeira\nsegunda\u0000\u0007terceira',
    __proto__x: 'javascript:alert(1)',
    '': 'sem chave',
    nome: '=HYPERLINK("https://mau.example")',
    telefone: '+55 19 97777-6666',
    longo: 'á'.repeat(5_000),
  };
}
