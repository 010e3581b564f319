import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';

import { listen, refuse, requests } from './spy';
import { expectAccessible, openWindow } from './window';

afterEach(() => localStorage.clear());

const row = (title: string) => page.getByRole('article', { name: title });
const box = (name: string) => page.getByRole('region', { name });
const heading = (name: string) => page.getByRole('heading', { level: 1, name });

async function openConnections(query = '') {
  const opened = await openWindow(query);
  await page.getByRole('button', { name: /^(Conexões|Connections)/ }).click();
  await expect.element(heading(query.includes('lang=en') ? 'Connections' : 'Conexões')).toBeVisible();
  return { ...opened, asked: listen(opened.backend) };
}

async function openOne(title: string, query = '') {
  const opened = await openConnections(query);
  await row(title).getByRole('button', { name: title, exact: true }).click();
  await expect.element(heading(title)).toBeVisible();
  await expect.element(box('Configuração')).toBeVisible();
  return opened;
}

/** Chooses a kind of sender in the gallery, and stands on the page of the new connection. */
async function connect(words: string, query = '') {
  const opened = await openConnections(query);
  await page.getByRole('button', { name: 'Nova conexão' }).click();
  await page.getByRole('searchbox').fill(words);
  await userEvent.keyboard('{Enter}');
  await expect.element(box('Configuração')).toBeVisible();
  const source = opened.backend.engine.sources.at(-1)!;
  return { ...opened, source };
}

async function menu(title: string, item: string) {
  await page.getByRole('button', { name: `Mais sobre ${title}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('the list breaks no rule of accessibility in any state, nor does what is asked about a connection', async () => {
    const { backend } = await openConnections(`theme=${theme}`);
    backend.engine.answer('AddSource', { title: 'Nova', preset: 'stripe', secret: null, allow_get: false });
    await expect.element(row('Nova').getByText('Esperando o primeiro recado…')).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Mais sobre Calendly' }).click();
    await expectAccessible();
    for (const item of ['Mudar o nome', 'Trocar o endereço', 'Remover']) {
      await page.getByRole('menuitem', { name: item }).click();
      await expect.element(page.getByRole('dialog')).toBeVisible();
      await expectAccessible();
      await userEvent.keyboard('{Escape}');
      await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
      await page.getByRole('button', { name: 'Mais sobre Calendly' }).click();
    }
  });

  test('presets that cannot be read break no rule of accessibility, and are asked for again', async () => {
    const { backend } = await openWindow(`theme=${theme}`);
    await expect.element(heading('Clínica Sorriso')).toBeVisible();
    refuse(backend, 'ListPresets', { code: 'unavailable', message: 'Não deu para ler.' });
    await page.getByRole('button', { name: /^Conexões/ }).click();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Não deu para ler.');
    await expectAccessible();
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await expect.element(page.getByRole('button', { name: /^Stripe/ })).toBeVisible();
  });

  test('no connection breaks no rule of accessibility', async () => {
    await openConnections(`theme=${theme}&state=empty`);
    await menu('Outro sistema', 'Remover');
    await page.getByRole('dialog').getByRole('button', { name: 'Remover' }).click();
    await expect.element(page.getByText('Ainda não há conexões')).toBeVisible();
    await expectAccessible();
  });

  test('the gallery breaks no rule of accessibility, found or not', async () => {
    await openConnections(`theme=${theme}&state=empty`);
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await expect.element(page.getByRole('searchbox')).toHaveFocus();
    await expectAccessible();
    await page.getByRole('searchbox').fill('whats');
    await expectAccessible();
    await page.getByRole('searchbox').fill('fax do vizinho');
    await expect.element(page.getByText('Não há um remetente “fax do vizinho” pronto')).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Conectar como outro sistema' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Outro sistema está por terminar' })).toBeVisible();
    await expectAccessible();
  });

  test.each(['WhatsApp', 'Calendly', 'Mercado Pago'])(
    'the page of %s breaks no rule of accessibility, with all that opens in it',
    async (title) => {
      await openOne(title, `theme=${theme}`);
      await page.getByRole('button', { name: 'Ver o passo a passo' }).click();
      await page
        .getByRole('button', { name: /^Trocar: / })
        .first()
        .click();
      await box('Configuração').getByRole('button', { name: 'Guardar' }).first().click();
      await expect.element(page.getByText('Cole a chave.')).toBeVisible();
      await expectAccessible();
    },
  );

  test('a new connection breaks no rule of accessibility, waiting and arrived', async () => {
    const { backend, source } = await connect('whats', `theme=${theme}&secrets=file`);
    await expectAccessible();
    await page.getByRole('textbox', { name: 'Chave secreta do aplicativo' }).fill('abc');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await expect.element(page.getByText('Este computador não tem um cofre de senhas')).toBeVisible();
    backend.engine.connections.deliver(source.id);
    await expect.element(page.getByText('O primeiro recado chegou')).toBeVisible();
    await expectAccessible();
  });

  test('a connection that is gone, and one that cannot be read, break no rule of accessibility', async () => {
    const { backend } = await openConnections(`theme=${theme}`);
    refuse(backend, 'ShowSource', { code: 'unavailable', message: 'Não deu para ler.' });
    await row('Site').getByRole('button', { name: 'Site', exact: true }).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Não deu para ler.');
    await expectAccessible();
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await expect.element(heading('Site')).toBeVisible();
    backend.engine.answer('RemoveSource', { source: 'source-3' });
    await expect.element(page.getByText('Esta conexão foi removida')).toBeVisible();
    await expectAccessible();
  });
});

test('the list says how each connection stands, and the rail how many are refused', async () => {
  const { backend } = await openConnections();
  await expect.element(row('WhatsApp').getByText('Recebendo')).toBeVisible();
  await expect.element(row('WhatsApp').getByText('último recado há 4 min.')).toBeVisible();
  await expect.element(row('Mercado Pago').getByText('Em pausa')).toBeVisible();
  await expect.element(row('Calendly').getByText('Recusando')).toBeVisible();
  await expect.element(row('Calendly').getByText(/A assinatura no cabeçalho .* não confere/)).toBeVisible();
  await expect.element(page.getByText('1 conexão precisa de você')).toBeInTheDocument();
  backend.engine.connections.deliver('source-4');
  await expect.element(row('Calendly').getByText('Recebendo')).toBeVisible();
  await expect.element(page.getByText('1 conexão precisa de você')).not.toBeInTheDocument();
});

test('the address is copied whole by the desk', async () => {
  const { asked, backend } = await openConnections();
  await page.getByRole('button', { name: 'Copiar o endereço de WhatsApp' }).click();
  await expect
    .poll(() => requests(asked, 'CopyText'))
    .toEqual([{ text: backend.engine.sources[0]!.address }]);
});

test('a connection is paused, resumed, renamed and removed', async () => {
  const { asked } = await openConnections();
  await menu('Site', 'Pausar');
  await expect.element(row('Site').getByText('Em pausa')).toBeVisible();
  await row('Site').getByRole('button', { name: 'Retomar' }).click();
  await expect
    .element(page.getByText('Site voltou a receber; 3 recados que esperavam entraram'))
    .toBeVisible();
  await menu('Site', 'Mudar o nome');
  const name = page.getByRole('textbox', { name: 'Nome da conexão' });
  await expect.element(name).toHaveValue('Site');
  await name.fill('   ');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Falta o nome.')).toBeVisible();
  await name.fill(' Formulário ');
  await userEvent.keyboard('{Enter}');
  await expect.element(row('Formulário')).toBeVisible();
  await menu('Formulário', 'Remover');
  const question = page.getByRole('dialog', { name: 'Remover Formulário?' });
  await question.getByRole('button', { name: 'Cancelar' }).click();
  expect(requests(asked, 'RemoveSource')).toEqual([]);
  await menu('Formulário', 'Remover');
  await question.getByRole('button', { name: 'Remover' }).click();
  await expect.element(row('Formulário')).not.toBeInTheDocument();
  expect(requests(asked, 'RenameSource')).toEqual([{ source: 'source-3', title: 'Formulário' }]);
});

test('what was refused is said and changes nothing', async () => {
  const { backend } = await openConnections();
  refuse(backend, 'RemoveSource', { code: 'unavailable', message: 'O disco está cheio.' });
  await menu('Site', 'Remover');
  await page.getByRole('dialog').getByRole('button', { name: 'Remover' }).click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await expect.element(page.getByRole('dialog')).toBeVisible();
});

test('a new address leaves the old one good for a week, unless that is not wanted', async () => {
  const { asked, backend } = await openConnections();
  const before = backend.engine.sources[0]!.address;
  await menu('WhatsApp', 'Trocar o endereço');
  await page.getByRole('dialog').getByRole('button', { name: 'Gerar um endereço novo' }).click();
  await expect.element(page.getByText(/O endereço antigo ainda vale até/)).toBeVisible();
  await expect.element(page.getByText(before)).not.toBeInTheDocument();
  await expect.element(page.getByText(backend.engine.sources[0]!.address)).toBeVisible();
  await menu('WhatsApp', 'Trocar o endereço');
  await page.getByRole('switch', { name: 'O antigo ainda vale por uma semana' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Gerar um endereço novo' }).click();
  await expect.element(page.getByText(/O endereço antigo ainda vale até/)).not.toBeInTheDocument();
  expect(requests(asked, 'RotateAddress')).toEqual([
    { source: 'source-1', keep_former: true },
    { source: 'source-1', keep_former: false },
  ]);
});

describe('the gallery', () => {
  test('by keyboard alone: found by another name, chosen with Enter', async () => {
    const { asked } = await connect('zap cloud');
    await expect.element(heading('WhatsApp Business (Meta)')).toBeVisible();
    expect(requests(asked, 'AddSource')).toEqual([
      { title: 'WhatsApp Business (Meta)', preset: 'whatsapp-cloud', secret: null, allow_get: false },
    ]);
  });

  test('arrows walk from the field over the cards and back', async () => {
    await openConnections();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await expect.element(page.getByRole('searchbox')).toHaveFocus();
    const cards = [...document.querySelectorAll<HTMLElement>('.shelves button')];
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(cards[0]);
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(cards[1]);
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}');
    const first = cards[0]!.getBoundingClientRect();
    const below = document.activeElement!.getBoundingClientRect();
    expect(below.top).toBeGreaterThan(first.top);
    expect(below.left).toBe(first.left);
    await userEvent.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(cards[0]);
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(page.getByRole('searchbox')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{End}');
    expect(document.activeElement).toBe(cards.at(-1));
  });

  test('every mark is a picture, and none of it is in the page', async () => {
    await openConnections();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await expect.element(page.getByRole('button', { name: /^Stripe/ })).toBeVisible();
    const marks = [...document.querySelectorAll<HTMLImageElement>('.shelves img')];
    expect(marks.length).toBeGreaterThanOrEqual(15);
    await expect.poll(() => marks.every((mark) => mark.complete && mark.naturalWidth > 0)).toBe(true);
    expect(document.querySelector('.shelves svg')).toBeNull();
  });

  test('an unfinished connection is gone on with, or another made on purpose', async () => {
    const { asked } = await connect('stripe');
    await page.getByRole('button', { name: 'Voltar para as conexões' }).click();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await expect.element(page.getByRole('button', { name: /^Stripe .*Por terminar/ })).toBeVisible();
    await page.getByRole('button', { name: /^Stripe/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Continuar' }).click();
    await expect.element(heading('Stripe')).toBeVisible();
    expect(requests(asked, 'AddSource')).toHaveLength(1);
    await page.getByRole('button', { name: 'Voltar para as conexões' }).click();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    await page.getByRole('button', { name: /^Stripe/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Criar outra' }).click();
    await expect.element(heading('Stripe 2')).toBeVisible();
  });

  test('a refusal is said and leaves one where one was', async () => {
    const { backend } = await openConnections();
    await page.getByRole('button', { name: 'Nova conexão' }).click();
    refuse(backend, 'AddSource', { code: 'unavailable', message: 'O disco está cheio.' });
    await page.getByRole('button', { name: /^Typeform/ }).click();
    await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
    await page.getByRole('button', { name: /^Typeform/ }).click();
    await expect.element(heading('Typeform')).toBeVisible();
  });
});

describe('connecting a sender', () => {
  test('the steps, the address and the word of ours are there, and what comes turns it green by itself', async () => {
    const { backend, source, asked } = await connect('whatsapp business');
    await expect.element(page.getByText(/Em developers\.facebook\.com, abra/)).toBeVisible();
    await expect.element(page.getByText('Mande um “oi” de outro celular')).toBeVisible();
    await page.getByRole('button', { name: 'Copiar o token de verificação' }).click();
    await expect
      .poll(() => requests(asked, 'CopyText'))
      .toEqual([{ text: expect.stringContaining('9F3K2QX7') }]);
    await expect.element(box('Configuração').getByText('Esperando o primeiro recado…')).toBeVisible();
    backend.engine.connections.deliver(source.id);
    await expect.element(page.getByText('O primeiro recado chegou')).toBeVisible();
    await expect
      .element(page.getByText('Chegou o primeiro recado de WhatsApp Business (Meta)'))
      .toBeInTheDocument();
    await expect.element(page.getByText(/Em developers\.facebook\.com, abra/)).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Ver o passo a passo' }).click();
    await expect.element(page.getByText(/Em developers\.facebook\.com, abra/)).toBeVisible();
  });

  test('a key is kept without the spaces around it, and is never in the page again', async () => {
    const { asked, source } = await connect('whatsapp business');
    const field = page.getByRole('textbox', { name: 'Chave secreta do aplicativo' });
    await expect.element(field).toHaveAttribute('type', 'password');
    await field.fill('  s3gredo\n ');
    await page.getByRole('button', { name: 'Mostrar o que foi digitado' }).click();
    await expect.element(field).toHaveAttribute('type', 'text');
    await userEvent.click(field);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Fica no cofre do sistema')).toBeVisible();
    expect(requests(asked, 'SetSecret')).toEqual([
      { source: source.id, secret: 's3gredo', keep_former: true },
    ]);
    expect(document.documentElement.outerHTML).not.toContain('s3gredo');
    await page.getByRole('button', { name: 'Trocar: Chave secreta do aplicativo' }).click();
    await expect.element(field).toHaveValue('');
    await expect.element(field).toHaveFocus();
  });

  test('a key that was not kept says why and stays typed', async () => {
    const { backend } = await connect('whatsapp business');
    refuse(backend, 'SetSecret', { code: 'unavailable', message: 'O cofre não respondeu.' });
    const field = page.getByRole('textbox', { name: 'Chave secreta do aplicativo' });
    await field.fill('abc');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await expect.element(page.getByText('O cofre não respondeu.')).toBeVisible();
    await expect.element(field).toHaveValue('abc');
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  });

  test('correcting a mistyped key recovers what was refused, and says how many', async () => {
    const { asked } = await openConnections();
    await row('Calendly').getByRole('button', { name: 'Trocar a chave' }).click();
    const field = page.getByRole('textbox', { name: /^Chave de assinatura/ });
    await expect.element(field).toHaveFocus();
    await expect.element(page.getByText('4 entregas recusadas esperam a chave certa.')).toBeVisible();
    await page.getByRole('switch', { name: 'A antiga ainda vale por uma semana' }).click();
    await field.fill('certa');
    await userEvent.keyboard('{Enter}');
    await expect.element(box('Configuração').getByText('4 recados recuperados')).toBeVisible();
    await expect
      .element(page.getByText('4 entregas foram recusadas, e nenhuma entrou depois'))
      .not.toBeInTheDocument();
    expect(requests(asked, 'SetSecret')).toEqual([
      { source: 'source-4', secret: 'certa', keep_former: false },
    ]);
    await page.getByRole('button', { name: 'Ver na atividade' }).click();
    await expect.element(heading('Atividade')).toBeVisible();
  });

  test('the key that was replaced may be refused at once', async () => {
    const { asked } = await openOne('WhatsApp');
    await page.getByRole('button', { name: 'Trocar: Chave secreta do aplicativo' }).click();
    await page.getByRole('textbox', { name: 'Chave secreta do aplicativo' }).fill('nova');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await expect.element(page.getByText(/A chave antiga ainda vale até/)).toBeVisible();
    await page.getByRole('button', { name: 'Parar de aceitar já' }).click();
    await expect.element(page.getByText(/A chave antiga ainda vale até/)).not.toBeInTheDocument();
    expect(requests(asked, 'DropFormerSecret')).toEqual([{ source: 'source-1' }]);
  });

  test('a key of ours is made, kept, and shown once to be copied', async () => {
    const { asked } = await openOne('Calendly');
    await page.getByRole('button', { name: /^Trocar: / }).click();
    await page.getByRole('button', { name: 'Criar uma aqui' }).click();
    await expect.element(page.getByText('Copie agora: depois de sair desta página')).toBeVisible();
    await page.getByRole('button', { name: 'Copiar a chave' }).click();
    await expect.poll(() => requests(asked, 'CopyText')).toHaveLength(1);
    const [{ secret }] = requests(asked, 'SetSecret') as [{ secret: string }];
    expect(secret).toMatch(/^\w{40}$/);
    expect(requests(asked, 'CopyText')).toEqual([{ text: secret }]);
    await page.getByRole('button', { name: 'Voltar para as conexões' }).click();
    await row('Calendly').getByRole('button', { name: 'Calendly', exact: true }).click();
    await expect.element(page.getByText('Fica no cofre do sistema')).toBeVisible();
    expect(document.documentElement.outerHTML).not.toContain(secret);
  });

  test('how the sender identifies itself is chosen, and the name of its header', async () => {
    const { asked, source } = await connect('outro sistema');
    await page.getByRole('combobox').selectOptions('Um token em um cabeçalho');
    const name = page.getByRole('textbox', { name: 'Nome do campo que traz a chave' });
    await expect.element(name).toHaveValue('x-token');
    await name.fill('x-minha-chave');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Nome salvo')).toBeVisible();
    expect(requests(asked, 'SetScheme')).toEqual([
      { source: source.id, scheme: 'token', name: null },
      { source: source.id, scheme: 'token', name: 'x-minha-chave' },
    ]);
  });

  test('the address that a sender signs is saved, or refused with the reason', async () => {
    const { asked, source } = await connect('twilio');
    const field = page.getByRole('textbox', { name: 'Endereço público' });
    await field.fill('http://clinica.example/in/x');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('O endereço precisa começar com https://.')).toBeVisible();
    await field.fill('https://clinica.example/in/x');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Endereço público salvo')).toBeVisible();
    expect(requests(asked, 'SetPublicUrl').at(-1)).toEqual({
      source: source.id,
      url: 'https://clinica.example/in/x',
    });
  });

  test('a sender that tells only an id gets its key, and what waited for it is fetched', async () => {
    const { asked, backend } = await openOne('Mercado Pago');
    await expect.element(page.getByText(/Os detalhes de 2 recados estão sendo buscados/)).toBeVisible();
    backend.engine.connections.setUp('source-5').accessToken = null;
    backend.engine.connections.deliver('source-5');
    await expect.element(page.getByText(/2 recados esperam esta chave/)).toBeVisible();
    await page.getByRole('textbox', { name: /Access Token/ }).fill('APP_USR-1');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/2 recados esperam esta chave/)).not.toBeInTheDocument();
    expect(requests(asked, 'SetAccessToken')).toEqual([{ source: 'source-5', token: 'APP_USR-1' }]);
  });

  test('the documentation opens outside, through the list of what may be opened', async () => {
    const { backend } = await openOne('Calendly');
    const opened: string[] = [];
    backend.window.openLink = async (url) => void opened.push(url);
    await page.getByRole('button', { name: 'Documentação do remetente' }).click();
    expect(opened).toEqual([expect.stringMatching(/^https:\/\/.*calendly/)]);
  });

  test('coming back to it, also in another window, shows the same page', async () => {
    const { app } = await connect('stripe');
    await page.getByRole('button', { name: /^Quadro/ }).click();
    await page.getByRole('button', { name: /^Conexões/ }).click();
    await row('Stripe').getByRole('button', { name: 'Continuar a conectar Stripe' }).click();
    await expect.element(heading('Stripe')).toBeVisible();
    expect(localStorage.getItem('recado.place')).toContain(app.router.connection!);
  });
});

test('everything is there in English too', async () => {
  await openConnections('lang=en');
  await row('Calendly').getByRole('button', { name: 'Change the key' }).click();
  await expect.element(page.getByRole('region', { name: 'Set-up' })).toBeVisible();
  // A message that is missing shows its id.
  expect(document.body.textContent).not.toMatch(/\bui-[a-z]/);
});
