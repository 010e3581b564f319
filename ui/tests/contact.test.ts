import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { Refused } from '../src/backend/backend';
import { said } from '../src/backend/fake/stories';
import { hold, listen, refuse, requests } from './spy';
import { expectAccessible, openWindow, type Opened } from './window';

afterEach(() => localStorage.clear());

const drawer = (name: string) => page.getByRole('complementary', { name });
const log = () => page.getByRole('log', { name: 'Conversa' });
const more = () => page.getByRole('button', { name: 'Mais', exact: true });

/** Opens the window with this person's drawer, as a click on a notification does. */
async function openContact(name: string, query = ''): Promise<Opened & { id: string }> {
  const opened = await openWindow(query);
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  const contact = [...opened.backend.engine.board.contacts.values()].find((one) => one.name === name)!;
  opened.app.router.open(contact.id);
  await expect.element(log()).toBeVisible();
  return { ...opened, id: contact.id };
}

function contactOf({ backend, id }: Opened & { id: string }) {
  return backend.engine.board.contacts.get(id)!;
}

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test.each(['Carlos Menezes', 'Rita Fontes', 'Marina Alves', 'Sônia Braga'])(
    'the drawer of %s breaks no rule of accessibility',
    async (name) => {
      await openContact(name, `theme=${theme}`);
      await expectAccessible();
      log().element().scrollTop = 0;
      await expectAccessible();
    },
  );

  test('a contact that is gone, one that cannot be read and one that loads break no rule of accessibility', async () => {
    const { app, backend } = await openWindow(`theme=${theme}`);
    await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
    app.router.open('nobody');
    await expect.element(page.getByText('Este contato não existe mais')).toBeVisible();
    await expectAccessible();
    refuse(backend, 'ShowContact', { code: 'internal', message: 'Algo deu errado.' });
    app.router.open('contact-0');
    await expect.element(page.getByText('Não deu para abrir o contato')).toBeVisible();
    await expectAccessible();
    hold(backend, 'ShowContact');
    app.router.open('contact-1');
    await expect.element(drawer('Contato')).toHaveAttribute('aria-busy', 'true');
    await expectAccessible();
  });

  test('the dialogs and menus of a contact break no rule of accessibility', async () => {
    await openContact('Carlos Menezes', `theme=${theme}`);
    await more().click();
    await expect.element(page.getByRole('menuitem', { name: 'Arquivar' })).toBeVisible();
    await expectAccessible();
    await page.getByRole('menuitem', { name: 'Editar dados' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Editar Carlos Menezes' })).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'Novo contato' }).click();
    await page.getByRole('button', { name: 'Adicionar' }).click();
    await expect.element(page.getByText('Diga ao menos o nome')).toBeVisible();
    await expectAccessible();
  });
});

test('opening somebody marks them as read, which can be taken back', async () => {
  const opened = await openContact('Carlos Menezes');
  await expect.poll(() => contactOf(opened).unread).toBe(0);
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => contactOf(opened).unread).toBe(2);
});

test('what comes while somebody looks is read at once; what comes while they look elsewhere, when they are back', async () => {
  const { backend, id } = await openContact('Júlia Sampaio');
  const asked = listen(backend);
  const focused = vi.spyOn(document, 'hasFocus');
  const write = (text: string, outgoing = false) => {
    backend.engine.note(id, { event: { ...said(text), outgoing } });
    return expect.element(log().getByText(text)).toBeVisible();
  };
  focused.mockReturnValue(false);
  await write('Alguém aí?');
  expect(requests(asked, 'MarkRead')).toEqual([]);
  window.dispatchEvent(new Event('focus'));
  await expect.poll(() => requests(asked, 'MarkRead')).toEqual([{ contact: id, read: true }]);
  focused.mockReturnValue(true);
  await write('Já vai!', true);
  await write('Obrigada');
  await expect.poll(() => requests(asked, 'MarkRead').length).toBe(2);
  window.dispatchEvent(new Event('focus'));
  await write('Até já');
  await expect.poll(() => requests(asked, 'MarkRead').length).toBe(3);
  focused.mockRestore();
});

test('a contact that cannot be read is asked for again', async () => {
  const { app, backend } = await openWindow();
  await expect.poll(() => document.querySelector('[data-card]')).not.toBeNull();
  refuse(backend, 'ShowContact', { code: 'internal', message: 'Algo deu errado.' });
  app.router.open('contact-0');
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect.element(drawer('Carlos Menezes')).toBeVisible();
});

test('the newest is in sight at first, and older pages come without moving what is read', async () => {
  await openContact('Marcos Vilela');
  const box = log().element();
  const first = () => box.querySelector('li:not(.day)')?.textContent;
  await expect.poll(() => box.scrollHeight - box.scrollTop - box.clientHeight).toBeLessThan(2);
  const messages = () => box.querySelectorAll('li:not(.day)').length;
  const before = messages();
  const oldest = box.querySelectorAll('li:not(.day)')[0]!;
  box.scrollTop = 100;
  const place = oldest.getBoundingClientRect().top;
  await expect.poll(messages).toBeGreaterThan(before);
  expect(Math.abs(oldest.getBoundingClientRect().top - place)).toBeLessThan(3);
  await expect
    .poll(() => {
      box.scrollTop = 0;
      return first();
    })
    .toContain('Contato criado por WhatsApp');
  expect(messages()).toBe(161);
});

test('what somebody writes appears in the open drawer, and what was undone leaves it', async () => {
  const { backend, id } = await openContact('Júlia Sampaio');
  const entry = backend.engine.note(id, { note: { text: 'Prefere a Dra. Helena' } });
  await expect.element(log().getByText('Prefere a Dra. Helena')).toBeVisible();
  backend.engine.publish({ timeline_gone: { contact: id, id: entry } });
  await expect.element(log().getByText('Prefere a Dra. Helena')).not.toBeInTheDocument();
  backend.engine.note('contact-0', { note: { text: 'Isto é de outra pessoa' } });
  backend.engine.note(id, { note: { text: 'E isto é dela' } });
  await expect.element(log().getByText('E isto é dela')).toBeVisible();
  await expect.element(log().getByText('Isto é de outra pessoa')).not.toBeInTheDocument();
});

test('somebody who reads old messages is told that more came, and is not moved', async () => {
  const { backend, id } = await openContact('Marcos Vilela');
  const box = log().element();
  box.scrollTop = 400;
  await expect.poll(() => box.scrollTop).toBeGreaterThan(300);
  backend.engine.note(id, { note: { text: 'Acabou de chegar' } });
  await page.getByRole('button', { name: 'Chegou mais' }).click();
  await expect.poll(() => box.scrollHeight - box.scrollTop - box.clientHeight).toBeLessThan(2);
  await expect.element(page.getByRole('button', { name: 'Chegou mais' })).not.toBeInTheDocument();
});

test('what strangers send stays text, stays in its place, and is folded when it is long', async () => {
  await openContact('Rita Fontes');
  const box = log().element();
  expect(box.querySelectorAll('a, script, img, iframe')).toHaveLength(0);
  expect(box.textContent).toContain('<script>alert(1)</script>');
  expect(box.scrollWidth).toBe(box.clientWidth);
  const arabic = [...box.querySelectorAll('p')].find((one) => one.textContent.startsWith('مرحبا'))!;
  expect(getComputedStyle(arabic).direction).toBe('rtl');
  const long = [...box.querySelectorAll('p')].find((one) => one.textContent.startsWith('Lorem ipsum'))!;
  const folded = long.clientHeight;
  expect(folded).toBeLessThan(240);
  await page.getByRole('button', { name: 'Mostrar tudo' }).click();
  await expect.poll(() => long.clientHeight).toBeGreaterThan(folded * 10);
  await page.getByRole('button', { name: 'Mostrar menos' }).click();
  await expect.poll(() => long.clientHeight).toBe(folded);
});

test('the timeline tells appointments, payments, other names, other details and tests', async () => {
  await openContact('Rita Fontes');
  const told = () => log().element().textContent.replace(/\s+/g, ' ');
  for (const words of [
    'Contato criado por Site',
    'Cadastro aqui com o nome Rita de Cássia Fontes',
    'Mais 3 informações',
    'Ganhou o nome Rita Fontes',
    'De Novos para Em conversa',
    'Resposta por telefone',
    'por WhatsApp',
    'Horário marcado',
    'Horário cancelado',
    'Pagamento Teste R$ 350,00',
    'Telefones ou e-mails alterados',
    'De volta ao quadro',
  ]) {
    expect(told()).toContain(words);
  }
  await expect.element(page.getByText('clareamento-novembro')).not.toBeVisible();
  await page.getByText('Mais 3 informações').click();
  await expect.element(page.getByText('clareamento-novembro')).toBeVisible();
});

test('a sale is one line, which says on demand how it stood before', async () => {
  await openContact('Rita Fontes');
  const before = page.getByText('Pedido nº 1042: Clareamento');
  await expect.element(before).not.toBeVisible();
  await page.getByText('Antes: 2 situações').click();
  await expect.element(before).toBeVisible();
  const [, second] = log().element().querySelectorAll('details[open] li');
  expect(second!.textContent.replace(/\s+/g, ' ')).toContain('R$ 350,00');
});

test('a reply opens the other program with what was typed, and is noted', async () => {
  const opened = await openContact('Carlos Menezes');
  const links: string[] = [];
  opened.backend.window.openLink = async (url) => void links.push(url);
  await page.getByRole('textbox', { name: 'Escreva a resposta' }).fill('Quinta às 10h?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => links).toEqual(['https://wa.me/5519999999999?text=Quinta%20%C3%A0s%2010h%3F']);
  await expect.element(page.getByRole('textbox', { name: 'Escreva a resposta' })).toHaveValue('');
  await expect.element(log().getByText('Quinta às 10h?')).toBeVisible();
  await expect.poll(() => contactOf(opened).waiting_since).toBeNull();
});

test('the other ways to answer are in a menu', async () => {
  const { backend } = await openContact('Carlos Menezes');
  const asked = listen(backend);
  backend.window.openLink = async () => undefined;
  await page.getByRole('button', { name: 'Responder de outro jeito' }).click();
  await page.getByRole('menuitem', { name: 'Escrever e-mail' }).click();
  await expect
    .poll(() => requests(asked, 'Reply'))
    .toEqual([{ contact: 'contact-0', via: 'email', text: null }]);
});

test('a computer without a program for the link says so, and the reply stays noted', async () => {
  const { backend } = await openContact('Carlos Menezes');
  backend.window.openLink = async () => {
    throw new Refused({ code: 'internal', message: 'no program' });
  };
  await page.getByRole('button', { name: 'Responder', exact: true }).click();
  await expect.element(page.getByText('A resposta foi anotada, mas nada abriu')).toBeVisible();
  await expect.element(log().getByText('Resposta por WhatsApp')).toBeVisible();
});

test('a phone is copied by the desk, by the page itself beside a service, and a refusal is said', async () => {
  const { app, backend } = await openContact('Carlos Menezes');
  const asked = listen(backend);
  const phone = () => page.getByRole('button', { name: '+55 19 99999-9999' });
  const heard = () => document.querySelector('[data-testid=announcements]')?.textContent?.trim();
  await phone().click();
  await expect.poll(() => requests(asked, 'CopyText')).toEqual([{ text: '+5519999999999' }]);
  await expect.poll(heard).toBe('Copiado');
  app.announcer.say('');

  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  refuse(backend, 'CopyText', { code: 'no_desktop', message: 'Aqui não há área de transferência.' });
  await phone().click();
  await expect.poll(() => write.mock.calls).toEqual([['+5519999999999']]);
  await expect.poll(heard).toBe('Copiado');
  write.mockRejectedValue(new Error('not allowed'));
  refuse(backend, 'CopyText', { code: 'no_desktop', message: 'Aqui não há área de transferência.' });
  await phone().click();
  await expect.element(page.getByText('Aqui não há área de transferência.')).toBeVisible();
  write.mockRestore();
});

test('what was typed is kept while another drawer is open, and a refused note is not lost', async () => {
  const { app, backend, id } = await openContact('Beatriz Nunes');
  await page.getByRole('radio', { name: 'Anotação' }).click();
  const note = () => page.getByRole('textbox', { name: 'Só para você: anote aqui' });
  await note().fill('Alergia a látex');
  app.router.open('contact-0');
  await expect.element(drawer('Carlos Menezes')).toBeVisible();
  app.router.open(id);
  await expect.element(note()).toHaveValue('Alergia a látex');
  refuse(backend, 'AddNote', { code: 'unavailable', message: 'O disco está cheio.' });
  await page.getByRole('button', { name: 'Anotar' }).click();
  await expect.element(page.getByText('O disco está cheio.')).toBeVisible();
  await expect.element(note()).toHaveValue('Alergia a látex');
  await page.getByRole('button', { name: 'Anotar' }).click();
  await expect.element(log().getByText('Alergia a látex')).toBeVisible();
  await expect.element(note()).toHaveValue('');
});

test('a name is changed in its place, and Escape leaves it as it was', async () => {
  const opened = await openContact('Júlia Sampaio');
  const name = () => page.getByRole('heading', { name: /Júlia/ }).getByRole('button');
  await name().click();
  await page.getByRole('textbox', { name: 'Nome', exact: true }).fill('Outra');
  await userEvent.keyboard('{Escape}');
  await expect.element(drawer('Júlia Sampaio')).toBeVisible();
  expect(contactOf(opened).name).toBe('Júlia Sampaio');
  await name().click();
  await page.getByRole('textbox', { name: 'Nome', exact: true }).fill('Júlia Sampaio Reis');
  await userEvent.keyboard('{Enter}');
  await expect.element(drawer('Júlia Sampaio Reis')).toBeVisible();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => contactOf(opened).name).toBe('Júlia Sampaio');
});

test('only what was changed is sent when somebody is edited', async () => {
  const { backend } = await openContact('Carlos Menezes');
  const asked = listen(backend);
  await more().click();
  await page.getByRole('menuitem', { name: 'Editar dados' }).click();
  await page.getByRole('button', { name: 'Outro telefone' }).click();
  await page.getByRole('textbox', { name: 'Telefone 2' }).fill(' (19) 3232-1010 ');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect
    .poll(() => requests(asked, 'EditContact'))
    .toEqual([
      { contact: 'contact-0', name: null, phones: ['+5519999999999', '(19) 3232-1010'], emails: null },
    ]);
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

test('somebody archived leaves the board and comes back by undoing, or from the drawer', async () => {
  const opened = await openContact('Otávio Reis');
  await more().click();
  await page.getByRole('menuitem', { name: 'Arquivar' }).click();
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
  await expect.poll(() => document.querySelector(`[data-card="${opened.id}"]`)).toBeNull();
  opened.app.router.open(opened.id);
  await expect.element(page.getByText('Arquivado. Volta sozinho se escrever de novo.')).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Trazer de volta' }).click();
  await expect.poll(() => document.querySelector(`[data-card="${opened.id}"]`)).not.toBeNull();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => contactOf(opened).archived).toBe(true);
});

test('the stage is changed in the drawer, and a menu that closed leaves the page as it was', async () => {
  const opened = await openContact('Júlia Sampaio');
  await page.getByRole('button', { name: 'Em conversa' }).click();
  await page.getByRole('menuitem', { name: 'Confirmados' }).click();
  await expect.poll(() => contactOf(opened).stage).toBe('Confirmados');
  await expect.poll(() => getComputedStyle(document.body).pointerEvents).toBe('auto');
  await more().click();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => getComputedStyle(document.body).pointerEvents).toBe('auto');
  await expect.element(drawer('Júlia Sampaio')).toBeVisible();
});

test('marked as unread, somebody is put away for later', async () => {
  const opened = await openContact('Júlia Sampaio');
  await more().click();
  await page.getByRole('menuitem', { name: 'Marcar como não lido' }).click();
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
  expect(contactOf(opened).unread).toBeGreaterThan(0);
});

test('a contact that is erased while it is open closes its drawer', async () => {
  const { backend, id } = await openContact('Júlia Sampaio');
  backend.engine.publish({ contact_gone: id });
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
});

test('somebody new is added and opened; a known phone offers who has it', async () => {
  const { backend } = await openWindow();
  const asked = listen(backend);
  const added = () => page.getByRole('dialog', { name: 'Novo contato' });
  await page.getByRole('button', { name: 'Novo contato' }).click();
  await expect.element(added().getByRole('textbox', { name: 'Nome' })).toHaveFocus();
  await added().getByRole('textbox', { name: 'Telefone' }).fill('+5519999999999');
  await added().getByRole('button', { name: 'Adicionar' }).click();
  await expect
    .element(added().getByText('Carlos Menezes já tem este telefone ou e-mail, em Novos.'))
    .toBeVisible();
  await added().getByRole('button', { name: 'Abrir' }).click();
  await expect.element(drawer('Carlos Menezes')).toBeVisible();

  await page.getByRole('button', { name: 'Novo contato' }).click();
  await expect.element(added().getByRole('textbox', { name: 'Telefone' })).toHaveValue('');
  await added().getByRole('textbox', { name: 'Nome' }).fill('Zélia Prado');
  await added().getByRole('combobox', { name: 'Etapa' }).selectOptions('Agendados');
  await added().getByRole('textbox', { name: 'Anotação' }).fill('Indicada pela Rita');
  await added().getByRole('button', { name: 'Adicionar' }).click();
  await expect.element(drawer('Zélia Prado')).toBeVisible();
  expect(requests(asked, 'AddContact').at(-1)).toEqual({
    name: 'Zélia Prado',
    phone: null,
    email: null,
    note: 'Indicada pela Rita',
    stage: 'stage-3',
  });
});
