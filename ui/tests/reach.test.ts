import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { Refused } from '../src/backend/backend';
import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const section = () =>
  page.getByRole('main').getByRole('group', { name: /^(Endereço público|Public address)$/ });
const status = () =>
  page.getByRole('navigation').getByRole('group', { name: /^(Endereço público|Public address)$/ });
const way = (name: RegExp) => section().getByRole('radio', { name });
const row = (title: string) => page.getByRole('article', { name: title });
const button = (name: string) => section().getByRole('button', { name, exact: true });

async function openReach(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Ajustes|Settings)$/ }).click();
  await expect.element(section()).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

async function openConnection(title: string, query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Conexões|Connections)/ }).click();
  await row(title).getByRole('button', { name: title, exact: true }).click();
  await expect.element(page.getByRole('region', { name: 'Configuração' })).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test.each([
    'relay=waiting',
    'relay=long',
    'relay=replaced',
    'relay=invitation',
    'relay=identity',
    'own=1&relay=connected',
  ])('the settings break no rule of accessibility with %s', async (query) => {
    await openReach(`theme=${theme}&${query}`);
    await expectAccessible();
  });

  test('the forms and dialogs break none either', async () => {
    await openReach(`theme=${theme}`);
    await way(/^Por um relay/).click();
    await button('Usar este relay').click();
    await expect.element(section().getByText('Cole o convite.')).toBeVisible();
    await expectAccessible();
    await way(/^Tenho meu próprio/).click();
    await section().getByRole('textbox', { name: 'Endereço público' }).fill('https://nada.example');
    await button('Conferir').click();
    await expect.element(section().getByText('Não chega a este computador')).toBeVisible();
    await expectAccessible();
    document.body.replaceChildren();
    const { app } = await openReach(`theme=${theme}&relay=waiting`);
    await button('Exportar…').click();
    await page.getByLabelText('Senha', { exact: true }).fill('gato verde ponte');
    await expect.element(page.getByText('Razoável: umas palavras a mais ajudam')).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await button('Importar…').click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    app.invitation = 'recado://relay/k7f3?at=hooks.example.net&key=abc';
    await expect.element(page.getByRole('dialog', { name: 'Usar este relay?' })).toBeVisible();
    await expectAccessible();
  });

  test.each(['relay=connected', 'relay=preparing', 'relay=removed', ''])(
    'the connections break none with “%s”',
    async (query) => {
      await openConnection('Calendly', `theme=${theme}&${query}`);
      await expectAccessible();
      await page.getByRole('button', { name: 'Voltar para as conexões' }).click();
      await expect.element(row('Calendly')).toBeVisible();
      await expectAccessible();
    },
  );
});

describe('a relay', () => {
  test('an invitation is pasted, the addresses are prepared, and then they are there', async () => {
    const { asked, backend } = await openReach();
    await way(/^Por um relay/).click();
    const field = section().getByRole('textbox', { name: 'Convite ou endereço do relay' });
    await field.fill('qualquer coisa');
    await userEvent.keyboard('{Enter}');
    await expect.element(section().getByText(/Isto não é um convite/)).toBeVisible();
    const link = 'recado://relay/k7f3?at=hooks.example.net&key=abc';
    await field.fill(`  ${link} `);
    await button('Usar este relay').click();
    await expect.element(section().getByText('hooks.example.net', { exact: true })).toBeVisible();
    expect(requests(asked, 'UseRelay')).toEqual([{ invitation: 'qualquer coisa' }, { invitation: link }]);
    await expect.element(status().getByText('Pelo relay')).toBeVisible();
    await expect.poll(() => backend.engine.sources.every((one) => one.public_address)).toBe(true);
    await page.getByRole('button', { name: /^Conexões/ }).click();
    await expect.element(row('WhatsApp').getByText(/^https:\/\/hooks\.example\.net\/.*\/in\//)).toBeVisible();
  });

  test('what it tells is shown, and its base is copied', async () => {
    const { asked } = await openReach('relay=waiting');
    await expect.element(section().getByText('12 entregas', { exact: true })).toBeVisible();
    await expect.element(section().getByText('30 dias')).toBeVisible();
    await expect.element(status().getByText('12 entregas sendo trazidas…')).toBeVisible();
    await expect.element(section().getByText(/O que passa na hora fica visível/)).toBeVisible();
    await button('Copiar o endereço público').click();
    await status().getByRole('button', { name: 'Copiar o endereço público' }).click();
    await expect
      .poll(() => requests(asked, 'CopyText').map((one) => (one as { text: string }).text))
      .toEqual(Array(2).fill(expect.stringMatching(/^https:\/\/recados\.example\.com\/[a-z0-9]{32}$/)));
  });

  test('leaving it is asked first, with what is lost, and by choosing none as well', async () => {
    const { asked } = await openReach('relay=waiting');
    await way(/^Só este computador/).click();
    const dialog = page.getByRole('dialog', { name: 'Deixar de usar recados.example.com?' });
    await expect.element(dialog.getByText(/12 entregas que esperam lá/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancelar' }).click();
    await expect.element(way(/^Por um relay/)).toBeChecked();
    expect(requests(asked, 'LeaveRelay')).toEqual([]);
    await button('Deixar de usar').click();
    await dialog.getByRole('button', { name: 'Deixar de usar' }).click();
    await expect.element(page.getByText('recados.example.com não é mais usado')).toBeVisible();
    await expect.element(way(/^Só este computador/)).toBeChecked();
    await expect.element(status()).not.toBeInTheDocument();
  });

  test('a refusal to leave is said, and all stays', async () => {
    const { backend } = await openReach('relay=connected');
    refuse(backend, 'LeaveRelay', { code: 'unavailable', message: 'O disco está cheio.' });
    await button('Deixar de usar').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deixar de usar' }).click();
    await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
    await expect.element(status().getByText('Pelo relay')).toBeVisible();
  });
});

describe('a link that is not there', () => {
  test('is quiet for seconds', async () => {
    await openReach('relay=short');
    await expect.element(status().getByText('Ligando ao relay…')).toBeVisible();
    await expect.element(status().getByRole('button', { name: 'Tentar agora' })).not.toBeInTheDocument();
    expect(document.querySelector('.banner')).toBeNull();
  });

  test('is told once it lasts, with the reason and when it is tried again, and tried at once on request', async () => {
    const { asked, backend } = await openReach('relay=long');
    await expect.element(status().getByText('Sem ligação com o relay')).toBeVisible();
    await expect.element(status().getByText(/o nome não foi encontrado/)).toBeVisible();
    await expect.element(status().getByText(/^Tenta de novo em \d+ s\.$/)).toBeVisible();
    await expect.element(page.getByText(/^Sem ligação com o relay há/)).toBeVisible();
    await status().getByRole('button', { name: 'Tentar agora' }).click();
    expect(requests(asked, 'ConnectTunnel')).toHaveLength(1);
    await expect.element(status().getByText('Tentando agora…')).toBeVisible();
    backend.engine.reach.connect(3);
    await expect.element(status().getByText('3 entregas sendo trazidas…')).toBeVisible();
    await expect.poll(() => document.querySelector('.banner')).toBeNull();
  });

  test('is asked for from the banner too, and a refusal is said', async () => {
    const { backend } = await openReach('relay=long');
    refuse(backend, 'ConnectTunnel', { code: 'unavailable', message: 'Agora não dá.' });
    await page.getByRole('status').getByRole('button', { name: 'Tentar agora' }).click();
    await expect.element(page.getByText('Agora não dá.')).toBeVisible();
  });

  test('taken by another computer, it is taken back by one button', async () => {
    const { asked, backend } = await openReach('relay=replaced');
    await expect
      .element(page.getByRole('alert').filter({ hasText: 'O relay não recebe mais para este computador.' }))
      .toBeVisible();
    await expect
      .element(status().getByRole('button', { name: 'Copiar o endereço público' }))
      .not.toBeInTheDocument();
    await button('Usar neste computador').click();
    expect(requests(asked, 'ConnectTunnel')).toHaveLength(1);
    backend.engine.reach.connect();
    await expect.element(status().getByText('Pelo relay')).toBeVisible();
    await expect.poll(() => document.querySelector('.banner')).toBeNull();
  });

  test('refused for its invitation, it wants another, which is pasted there', async () => {
    const { asked } = await openReach('relay=invitation');
    await button('Colar outro convite').click();
    const field = section().getByRole('textbox', { name: 'Convite ou endereço do relay' });
    await expect.element(field).toHaveFocus();
    await field.fill('recado://relay/novo?at=recados.example.com&key=abc');
    await userEvent.keyboard('{Enter}');
    await expect.element(field).not.toBeInTheDocument();
    expect(requests(asked, 'UseRelay')).toHaveLength(1);
  });

  test.each([
    ['removed', 'O relay tirou este endereço'],
    ['other-relay', 'Não é o relay de antes'],
    ['protocol', 'As versões não se entendem'],
    ['identity', 'A chave do endereço não pôde ser lida'],
  ])('stopped by “%s”, it says so wherever one looks, and leads to the settings', async (story, words) => {
    await openWindow(`relay=${story}`);
    await expect
      .element(page.getByRole('alert').filter({ hasText: 'O relay não recebe mais para este computador.' }))
      .toBeVisible();
    await expect.element(status().getByText(words, { exact: true })).toBeVisible();
    await status().getByRole('button', { name: 'Ver nos ajustes' }).click();
    await expect.element(section().getByText(words, { exact: true })).toBeVisible();
    await expect.element(way(/^Por um relay/)).toHaveFocus();
  });
});

describe('taking the address along', () => {
  test('it is saved with a passphrase that was written twice, and shown where it lies', async () => {
    const { asked, backend } = await openReach('relay=connected');
    const saved: string[][] = [];
    const shown: string[] = [];
    backend.window.saveText = async (name, text) => {
      saved.push([name, text]);
      return `/home/ana/${name}`;
    };
    backend.window.reveal = async (file) => void shown.push(file);
    await button('Exportar…').click();
    const dialog = page.getByRole('dialog', { name: 'Exportar o endereço público' });
    const first = dialog.getByLabelText('Senha', { exact: true });
    const second = dialog.getByLabelText('A senha outra vez');
    await dialog.getByRole('button', { name: 'Salvar…' }).click();
    await expect.element(dialog.getByText('Escreva uma senha.')).toBeVisible();
    await first.fill('gato verde ponte sábado girafa');
    await second.fill('gato');
    await expect.element(dialog.getByText('As duas não são iguais.')).toBeVisible();
    expect(requests(asked, 'ExportIdentity')).toEqual([]);
    await second.fill('gato verde ponte sábado girafa');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('O endereço está salvo')).toBeVisible();
    expect(requests(asked, 'ExportIdentity')).toEqual([{ passphrase: 'gato verde ponte sábado girafa' }]);
    expect(saved).toEqual([['endereco-publico.recado', expect.stringContaining('AGE ENCRYPTED FILE')]]);
    await dialog.getByRole('button', { name: 'Abrir pasta' }).click();
    expect(shown).toEqual(['/home/ana/endereco-publico.recado']);
  });

  test('an export that was called off goes on where it was, and one that failed says why', async () => {
    const { backend } = await openReach('relay=connected');
    backend.window.saveText = async () => null;
    await button('Exportar…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabelText('Senha', { exact: true }).fill('uma senha');
    await dialog.getByLabelText('A senha outra vez').fill('uma senha');
    await dialog.getByRole('button', { name: 'Salvar…' }).click();
    await expect.element(dialog.getByRole('button', { name: 'Salvar…' })).toBeEnabled();
    backend.window.saveText = async () => {
      throw new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
    };
    await dialog.getByRole('button', { name: 'Salvar…' }).click();
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('O disco está cheio.');
  });

  test('a file is opened, a wrong passphrase is said, and what is given up too', async () => {
    const { asked } = await openReach('relay=connected');
    await button('Importar…').click();
    const dialog = page.getByRole('dialog', { name: 'Usar o endereço de outro computador' });
    await expect
      .element(dialog.getByText(/O endereço que este computador tem agora é abandonado/))
      .toBeVisible();
    await dialog.getByRole('button', { name: 'Usar aqui' }).click();
    await expect.element(dialog.getByText('Escolha o arquivo ou cole o conteúdo dele.')).toBeVisible();
    const text = '-----BEGIN AGE ENCRYPTED FILE-----\nabc\n';
    await userEvent.upload(dialog.getByTestId('identity-file'), new File([text], 'loja.recado'));
    await expect.element(dialog.getByText('loja.recado')).toBeVisible();
    const passphrase = dialog.getByLabelText('Senha', { exact: true });
    await passphrase.fill('errada');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('A senha não abre este arquivo.');
    await passphrase.fill('certa');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Este computador usa agora o endereço importado')).toBeVisible();
    expect(requests(asked, 'ImportIdentity').at(-1)).toEqual({ text, passphrase: 'certa' });
  });

  test('on a new computer there is nothing to give up, and the content may be pasted', async () => {
    await openReach();
    await way(/^Por um relay/).click();
    await button('Tenho o endereço de outro computador').click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByText(/é abandonado/)).not.toBeInTheDocument();
    await dialog.getByRole('textbox', { name: 'Conteúdo do arquivo' }).fill('AGE ENCRYPTED FILE');
    await dialog.getByLabelText('Senha', { exact: true }).fill('certa');
    await dialog.getByRole('button', { name: 'Usar aqui' }).click();
    await expect.element(status()).toBeVisible();
  });
});

describe('an own address', () => {
  test('it is checked, the header is believed, and it is saved and shown', async () => {
    const { asked } = await openReach();
    await way(/^Tenho meu próprio/).click();
    await expect.element(section().getByText('http://127.0.0.1:7322')).toBeVisible();
    await section().getByRole('textbox', { name: 'Endereço público' }).fill('https://recado.loja.example/');
    await expect.element(section().getByText(/Ainda não foi conferido/)).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(section().getByText('Chega a este computador')).toBeVisible();
    await expect.element(section().getByText(/no cabeçalho X-Forwarded-For/)).toBeVisible();
    await button('Acreditar nele').click();
    await button('Salvar').click();
    await expect.element(page.getByText('Endereço público salvo')).toBeVisible();
    await expect.element(section().getByText('Chega a este computador')).toBeVisible();
    expect(requests(asked, 'SetOwnAddress')).toEqual([{ url: 'https://recado.loja.example/' }]);
    expect(requests(asked, 'ChangeSetting')).toEqual([
      { setting: { trusted_proxy: { header: 'x-forwarded-for', from: [] } } },
    ]);
    await expect.element(status().getByText('Endereço próprio')).toBeVisible();
    await section().getByRole('textbox', { name: 'Só quando vem de' }).fill('10.0.0.2, 10.0.0.3');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => requests(asked, 'ChangeSetting').at(-1))
      .toEqual({ setting: { trusted_proxy: { header: 'x-forwarded-for', from: ['10.0.0.2', '10.0.0.3'] } } });
    await page.getByRole('button', { name: /^Conexões/ }).click();
    await expect
      .element(row('Site').getByText('https://recado.loja.example/in/', { exact: false }))
      .toBeVisible();
  });

  test('what does not reach may be saved all the same, and what is none is refused', async () => {
    const { asked } = await openReach();
    await way(/^Tenho meu próprio/).click();
    const field = section().getByRole('textbox', { name: 'Endereço público' });
    await field.fill('recado');
    await button('Conferir').click();
    await expect.element(section().getByText(/precisa começar com https/)).toBeVisible();
    await field.fill('https://nada.example');
    await button('Conferir').click();
    await expect.element(section().getByText(/O endereço respondeu 502/)).toBeVisible();
    await button('Salvar mesmo assim').click();
    await expect.element(status().getByText('nada.example')).toBeVisible();
    expect(requests(asked, 'SetOwnAddress')).toEqual([{ url: 'https://nada.example' }]);
  });

  test('it is left on request; the relay that is still attached takes its place', async () => {
    const { asked } = await openReach('own=1&relay=connected');
    await expect.element(section().getByText(/O relay recados\.example\.com continua ligado/)).toBeVisible();
    await button('Deixar de usar').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deixar de usar' }).click();
    await expect.element(way(/^Por um relay/)).toBeChecked();
    expect(requests(asked, 'SetOwnAddress')).toEqual([{ url: null }]);
  });
});

describe('an invitation that is opened', () => {
  const LINK = 'recado://relay/k7f3?at=hooks.example.net&key=abc';
  const opened = (link: string) => ({ line: { window: { show: { at: { relay: link } } } } }) as const;
  const dialog = () => page.getByRole('dialog', { name: 'Usar este relay?' });

  test('is asked about, and used when it is accepted', async () => {
    const { app, backend } = await openWindow();
    const asked = listen(backend);
    app.feed.take(opened(LINK));
    await expect.element(dialog().getByText('hooks.example.net', { exact: true })).toBeVisible();
    await expect.element(dialog().getByText(/toma o lugar/)).not.toBeInTheDocument();
    await expect.element(dialog().getByRole('button', { name: 'Agora não' })).toHaveFocus();
    await dialog().getByRole('button', { name: 'Usar este relay' }).click();
    await expect.element(page.getByText('O relay agora é hooks.example.net')).toBeVisible();
    await expect.element(section()).toBeVisible();
    expect(requests(asked, 'UseRelay')).toEqual([{ invitation: LINK }]);
  });

  test('is declined without a trace', async () => {
    const { app, backend } = await openWindow('relay=connected');
    const asked = listen(backend);
    app.feed.take(opened(LINK));
    await expect.element(dialog().getByText(/Ele toma o lugar de recados\.example\.com/)).toBeVisible();
    await dialog().getByRole('button', { name: 'Agora não' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(requests(asked, 'UseRelay')).toEqual([]);
  });

  test('to the relay in use changes no address, and that is said', async () => {
    const { app } = await openWindow('relay=invitation');
    app.feed.take(opened('recado://relay/novo?at=recados.example.com&key=abc'));
    await expect.element(dialog().getByText(/já é o relay em uso/)).toBeVisible();
    await expect.element(dialog().getByText(/toma o lugar de/)).not.toBeInTheDocument();
  });

  test('that is refused says why and can be tried again', async () => {
    const { app, backend } = await openWindow();
    refuse(backend, 'UseRelay', { code: 'bad_request', message: 'A chave do relay não está inteira.' });
    app.feed.take(opened(LINK));
    await dialog().getByRole('button', { name: 'Usar este relay' }).click();
    await expect.element(dialog().getByRole('alert')).toHaveTextContent('A chave do relay não está inteira.');
    await dialog().getByRole('button', { name: 'Usar este relay' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
  });

  test('that is broken asks nothing', async () => {
    const { app } = await openWindow();
    app.feed.take(opened('recado://relay/k7f3'));
    const broken = page.getByRole('dialog', { name: 'O convite não pôde ser lido' });
    await expect.element(broken.getByRole('button', { name: 'Usar este relay' })).not.toBeInTheDocument();
    await broken.getByText('Fechar').click();
    await expect.element(broken).not.toBeInTheDocument();
  });
});

describe('the addresses of the connections', () => {
  test('the public one is copied first, the local one stands under “Neste computador”', async () => {
    const { asked } = await openConnection('WhatsApp', 'relay=connected');
    await page.getByRole('button', { name: 'Copiar o endereço de WhatsApp', exact: true }).click();
    await page.getByRole('button', { name: 'Copiar o endereço de WhatsApp neste computador' }).click();
    await expect.element(page.getByText('Neste computador', { exact: true })).toBeVisible();
    await expect
      .poll(() => requests(asked, 'CopyText'))
      .toEqual([
        { text: expect.stringMatching(/^https:\/\/recados\.example\.com\/\w+\/in\/\w+$/) },
        { text: expect.stringMatching(/^http:\/\/127\.0\.0\.1:7322\/in\/\w+$/) },
      ]);
  });

  test('until the relay knows it there is nothing to copy, and then it is there by itself', async () => {
    const { backend } = await openConnection('WhatsApp', 'relay=preparing');
    const copy = page.getByRole('button', { name: 'Copiar o endereço de WhatsApp', exact: true });
    await expect.element(page.getByText('Sendo preparado…')).toBeVisible();
    await expect.element(copy).not.toBeInTheDocument();
    backend.engine.reach.acknowledge();
    await expect.element(copy).toBeVisible();
    await expect.element(page.getByText('Sendo preparado…')).not.toBeInTheDocument();
  });

  test('a sender on the internet wants a public address, another system does not', async () => {
    const { app, backend } = await openConnection('Site');
    await expect
      .element(page.getByText('Só programas deste computador chegam a este endereço.'))
      .toBeVisible();
    const made = backend.engine.answer('AddSource', {
      title: 'Zap',
      preset: 'whatsapp-cloud',
      secret: null,
      allow_get: false,
    });
    app.router.openConnection(made.id);
    await expect
      .element(
        page.getByText('WhatsApp Business (Meta) envia da internet, e ainda não chega a este computador'),
      )
      .toBeVisible();
    await page.getByRole('button', { name: 'Ter um endereço público' }).click();
    await expect.element(way(/^Só este computador/)).toHaveFocus();
  });

  test('a script that runs elsewhere holds the public address or none', async () => {
    const { app, backend } = await openConnection('Site', 'relay=preparing');
    const made = backend.engine.answer('AddSource', {
      title: 'Formulário',
      preset: 'google-forms',
      secret: null,
      allow_get: false,
    });
    app.router.openConnection(made.id);
    await expect.element(page.getByText('Sendo preparado…').first()).toBeVisible();
    const script = page.getByRole('button', { name: 'Copiar o script' });
    await expect.element(script).not.toBeInTheDocument();
    backend.engine.reach.acknowledge();
    await expect.element(script).toBeVisible();
    await expect
      .element(page.getByText(/https:\/\/recados\.example\.com\/\w+\/in\/\w+.*/).last())
      .toBeVisible();
  });

  test('an address that a sender signs need not be told again; one of a tunnel of one’s own by one click', async () => {
    const { app, backend } = await openConnection('Site', 'relay=connected');
    const made = backend.engine.answer('AddSource', {
      title: 'Twilio',
      preset: 'twilio',
      secret: null,
      allow_get: false,
    });
    backend.engine.reach.acknowledge();
    app.router.openConnection(made.id);
    await expect.element(page.getByText('O remetente assina o endereço, e vale o de cima.')).toBeVisible();
    await page.getByRole('button', { name: 'É outro' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Endereço público' })).toBeVisible();
    const asked = listen(backend);
    backend.engine.answer('SetOwnAddress', { url: 'https://recado.loja.example' });
    await page.getByRole('button', { name: 'Usar o endereço de cima' }).click();
    await expect.element(page.getByText('O remetente assina o endereço, e vale o de cima.')).toBeVisible();
    expect(requests(asked, 'SetPublicUrl')).toEqual([
      { source: made.id, url: expect.stringMatching(/^https:\/\/recado\.loja\.example\/in\//) },
    ]);
  });
});

test('everything is there in English too', async () => {
  await openReach('lang=en&relay=long');
  await expect.element(status().getByText('Not connected to the relay')).toBeVisible();
  await way(/^I have my own public address/).click();
  await way(/^By a relay/).click();
  // A message that is missing shows its id.
  expect(document.body.textContent).not.toMatch(/\bui-[a-z]/);
});
