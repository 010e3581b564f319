# Português do Brasil. Cada mensagem está também em en.ftl, com os mesmos argumentos.

## Abrir uma pasta de dados

open-folder = Não dá para usar a pasta de dados { $folder }: { $reason }. Veja se ela existe e se você pode gravar nela, ou indique outra com --data-dir.
open-held = Outro Recado está com a pasta de dados { $folder } aberta.
open-held-by = { $holder } (processo { $pid }, versão { $version }) já está com a pasta de dados { $folder } aberta. Encerre com “recado stop” ou use o que já está aberto.
open-first-read = Não foi possível ler o banco de dados: { $reason }. “recado doctor” examina o que há.
open-damaged = O banco de dados { $file } está danificado ({ $reason }). Nada foi alterado. Coloque uma cópia de segurança no lugar dele ou comece com um vazio: “recado doctor --set-aside” guarda o arquivo danificado com outro nome.
open-foreign = { $file } é um banco de dados de outro programa. Nada foi alterado. Escolha outra pasta com --data-dir ou tire o arquivo do caminho com “recado doctor --set-aside”.
open-newer = O banco de dados { $file } foi gravado por um Recado mais novo. Nada foi alterado. Instale a versão mais nova para abri-lo.
open-read-only = Não dá para gravar no banco de dados { $file } ({ $reason }). Veja se o disco não é somente leitura e se o arquivo é seu.
open-locked = Outro programa está com o banco de dados { $file } aberto. Feche-o e tente de novo.
open-full = O disco está cheio e o banco de dados { $file } não pôde ser aberto. Libere espaço e tente de novo.
open-copy = Antes de uma atualização o Recado faz uma cópia do banco de dados, e desta vez não conseguiu: { $copy } ({ $reason }). Nada foi alterado em { $file }. Libere espaço e tente de novo.
open-migration = A atualização do banco de dados { $file } falhou no passo { $version } ({ $reason }). Ele continua como estava.
open-io = Não foi possível abrir o banco de dados { $file }: { $reason }.
waiting-for-command = Outro comando está usando a pasta de dados; esperando ele terminar.

## Começar a receber

start-port-taken = A porta { $port } está ocupada por outro programa. É por ela que os remetentes conhecem o Recado, por isso ele não usa outra: feche esse programa ou receba em outro endereço com “recado serve --listen 127.0.0.1:PORTA”.
start-listen = O Recado não consegue receber em { $address }: { $reason }.
start-no-port = Todas as portas de { $first } a { $last } estão ocupadas por outros programas. Feche um deles ou escolha uma porta com “recado serve --listen 127.0.0.1:PORTA”.
start-socket = Não foi possível abrir o soquete local { $socket }: { $reason }.

## recado serve

serve-receiving = Recebendo em { $address }. Ctrl+C encerra.
serve-no-source = Ainda não há nenhuma conexão. Crie uma com: recado source add --title "Meu site"
serve-ended = Encerrado. Tudo o que foi recebido está guardado.
arrival-new = { $at }  novo: { $who } ({ $source }): { $what }
arrival-known = { $at }  { $who } ({ $source }): { $what }
arrival-no-text = sem texto

## Outros comandos

stop-nothing-runs = O Recado não está rodando nesta pasta de dados.
stop-done = O Recado foi encerrado.
stop-no-answer = Um programa está com a pasta de dados aberta, mas não responde. Pode ser um comando que já vai terminar; tente de novo.
stop-no-end = O Recado recebeu o pedido para encerrar, mas continua rodando.
setup-done = { $name } está pronto (país { $country }, fuso { $zone }).
setup-stages = O quadro tem estas etapas: { $stages }
setup-stages-kept = Já há contatos no quadro, por isso ele fica com as etapas que tem: { $stages }
source-added = “{ $title }” está pronta. O remetente envia para: { $address }
source-paused = “{ $title }” está em pausa. O que chegar em { $address } fica guardado até você retomar.
source-resumed = “{ $title }” voltou a receber em { $address }.
source-removed = “{ $title }” foi removida. De agora em diante os remetentes são recusados em { $address }; o que ela trouxe fica.
source-state-paused = (em pausa)
source-state-removed = (removida)
source-unknown = Não há conexão “{ $title }”. “recado source list” mostra as que existem.
source-ambiguous = Há mais de uma conexão “{ $title }”. Diga qual pelo endereço.
resumed-applied =
    { $count ->
        [0] Nada estava esperando.
        [one] 1 entrega que esperava foi registrada.
       *[other] { $count } entregas que esperavam foram registradas.
    }
contacts-none = Ainda não há contatos.
deliveries-none = Ainda não chegou nada.
export-done = Gravado: { $file }
set-aside-done = O arquivo foi guardado como { $file }. O Recado começa com um banco de dados vazio na próxima vez.
set-aside-not-needed = O banco de dados abre normalmente: não há nada para tirar do caminho.

## recado doctor

doctor-no-folder = Ainda não há pasta de dados em { $folder }. Ela é criada na primeira vez.
doctor-folder = A pasta de dados { $folder } pode ser usada.
doctor-running = { $holder } está rodando (processo { $pid }).
doctor-running-unknown = O Recado está rodando.
doctor-not-running = O Recado não está rodando, então nada é recebido agora.
doctor-not-set-up = O negócio ainda não tem nome: recado setup
doctor-port-free = A porta { $port } está livre para receber.
doctor-database-well = O banco de dados está em ordem.
doctor-database-damaged =
    { $count ->
        [one] O banco de dados está danificado em 1 ponto: { $first }. Antes de tudo, faça uma cópia da pasta de dados.
       *[other] O banco de dados está danificado em { $count } pontos, o primeiro: { $first }. Antes de tudo, faça uma cópia da pasta de dados.
    }

## Por que um pedido não foi atendido

failure-internal = Algo deu errado dentro do Recado. O registro diz mais.
failure-unavailable = O banco de dados não pode gravar agora ({ $reason }). Tente de novo daqui a pouco.
failure-request = O pedido não foi entendido: { $reason }
failure-no-name = O negócio precisa de um nome.
failure-zone = “{ $zone }” não é um fuso horário. Eles são como America/Sao_Paulo.
failure-country = “{ $country }” não é um código de país. Eles têm duas letras, como BR.
failure-title = Uma conexão precisa de um título de 1 a { $longest } caracteres.
failure-no-source = Essa conexão não existe.

## O que se diz a um remetente

refuse-unknown = Nenhuma conexão tem este endereço. Veja se ele foi copiado inteiro, de “/in/” até o fim.
refuse-removed = A conexão deste endereço foi removida. Crie outra no Recado e passe o novo endereço ao remetente.
refuse-method = { $method } não é aceito neste endereço; envie com { $allowed }.
refuse-too-large = O conteúdo passa de { $limit } MiB.
refuse-too-slow = O conteúdo chegou devagar demais e foi abandonado.
refuse-no-room = Há conteúdos grandes demais chegando ao mesmo tempo. Envie de novo daqui a pouco.
refuse-broken = O conteúdo acabou antes do fim: { $reason }
refuse-not-stored = Não foi possível guardar, então nada foi aceito. Envie de novo mais tarde.
refuse-internal = Algo deu errado dentro do Recado. Envie de novo mais tarde.
detail-unmatched = Não há telefone, e-mail nem outro identificador no conteúdo, então não se sabe de quem é.

## O que aparece no lugar de uma mensagem sem texto

media-image = imagem
media-audio = áudio
media-video = vídeo
media-document = documento
media-sticker = figurinha
media-location = localização
media-contact = contato
media-file = arquivo

## Resultados

verdict-accepted = registrada
verdict-duplicate = repetida
verdict-unmatched = sem contato
verdict-paused = esperando
verdict-malformed = ilegível

## Etapas

stage-new = Novos
stage-in-conversation = Em conversa
stage-booked = Agendados
stage-confirmed = Confirmados
stage-attended = Atendidos
stage-lost = Perdidos
stage-quote = Orçamento
stage-sold = Vendidos
stage-visit-booked = Visita marcada
stage-proposal = Proposta
stage-closed = Fechados
stage-cart = Carrinho
stage-awaiting-payment = Aguardando pagamento
stage-paid = Pagos
stage-shipped = Enviados
stage-slot-booked = Marcados
stage-come-back = Voltar
stage-in-progress = Em andamento
stage-done = Concluídos

## Colunas de uma exportação

export-name = Nome
export-phones = Telefones
export-emails = E-mails
export-stage = Etapa
export-source = Conexão
export-last-message = Última mensagem
export-last-message-at = Última mensagem em
export-unread = Não lidas
export-created-at = Desde

## O que há de errado com um conteúdo

malformed-json =
    { $reason ->
        [end] O JSON acaba antes da hora
        [trailing-comma] O JSON tem uma vírgula sem nada depois
        [trailing-characters] Há mais texto depois do fim do JSON
        [control-character] Um texto do JSON tem uma quebra de linha ou outro caractere de controle sem escape
        [escape] Um texto do JSON tem um escape inválido
        [number] Um número do JSON não é válido
        [key] Uma chave do JSON está sem aspas
       *[syntax] O JSON tem um caractere onde não pode
    } (linha { $line }, coluna { $column }).
malformed-xml =
    { $reason ->
        [unclosed-tag] Uma etiqueta do XML não foi fechada
        [mismatched-tag] Uma etiqueta de fechamento do XML não combina com a de abertura
        [no-name] Uma etiqueta do XML não tem nome
        [attribute] Um atributo do XML não é válido
        [reference] Uma referência (&…;) do XML não é válida; escreva & como &amp;
        [outside-root] Há texto fora do elemento raiz do XML
        [no-element] O XML não tem nenhum elemento
       *[syntax] O XML tem um caractere onde não pode
    } (linha { $line }, coluna { $column }).
malformed-xml-entities = O XML declara ou usa entidades próprias (linha { $line }, coluna { $column }). Elas nunca são resolvidas: escreva o próprio texto.
malformed-charset = O conteúdo não é texto { $charset } válido: veja o byte { $byte }. Envie em UTF-8 ou informe a codificação certa no tipo de conteúdo ou na declaração do XML.
malformed-multipart =
    { $reason ->
        [no-boundary] O tipo de conteúdo do multipart não informa o separador (boundary).
        [headers] Os cabeçalhos de uma parte do multipart não são válidos.
       *[incomplete] O multipart acaba antes do separador final.
    }
malformed-too-deep = O conteúdo tem mais de { $limit } níveis de profundidade.
malformed-too-many-values = O conteúdo tem mais de { $limit } valores.
unsupported-media-type = Conteúdos do tipo { $type } não são entendidos. Envie JSON, XML, formulário ou texto simples.
unsupported-encoding = Conteúdos compactados com { $encoding } não são entendidos. Envie sem compactar.
