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
receiving-port-taken = A porta { $port } está ocupada por outro programa, por isso nada chega agora. Feche esse programa: o Recado tenta de novo a cada poucos segundos.
receiving-no-port = Todas as portas de { $first } a { $last } estão ocupadas por outros programas, por isso nada chega agora. Feche um deles: o Recado tenta de novo a cada poucos segundos.

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
no-preset = Não há modelo “{ $id }”. “recado presets” mostra os que existem.
source-renamed = { $title }: { $address }
source-rotated = { $title } tem um endereço novo: { $address }
source-secret-set =
    { $recovered ->
        [0] { $title } tem outra chave.
        [one] { $title } tem outra chave. 1 entrega que tinha sido recusada foi arquivada.
       *[other] { $title } tem outra chave. { $recovered } entregas que tinham sido recusadas foram arquivadas.
    }
source-set-up =
    { $recovered ->
        [0] “{ $title }” ficou como você disse.
        [one] “{ $title }” ficou como você disse. 1 entrega que tinha sido recusada foi arquivada.
       *[other] “{ $title }” ficou como você disse. { $recovered } entregas que tinham sido recusadas foram arquivadas.
    }
source-shown-preset = Remetente: { $preset }
source-shown-scheme =
    { $used ->
        [yes] Prova quem é por { $scheme } (agora): { $title }
       *[no] Poderia provar por { $scheme }: { $title }
    }
source-shown-secret =
    { $there ->
        [yes] Chave: há uma, { $kept ->
            [keyring] no chaveiro do sistema
           *[file] em um arquivo que só você pode ler
        }
       *[no] Chave: nenhuma
    }
source-shown-access-token =
    { $there ->
        [yes] Chave de acesso: há uma
       *[no] Chave de acesso: nenhuma, por isso os detalhes não são buscados
    }
source-shown-verify-token = Palavra para a conferência do remetente: { $text }
source-shown-public-url = Endereço público: { $text }
source-shown-waiting = Sem contato: { $unmatched }. Recusadas e guardadas: { $quarantined }. Detalhes a buscar: { $pending }.
source-shown-trouble = Recusado agora: { $why }
applied =
    { $deliveries ->
        [0] Não há nada para ler de novo.
        [one] 1 entrega foi lida de novo; { $recovered } é nova em um cartão.
       *[other] { $deliveries } entregas foram lidas de novo; { $recovered } são novas em um cartão.
    }
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
failure-no-contact = Esse contato não existe mais.
failure-no-stage = Essa etapa não existe mais.
failure-no-entry = Essa parte da conversa mudou. Abra o contato de novo.
failure-no-act = Isso já foi desfeito ou aconteceu há tempo demais para ser desfeito.
failure-board-changed = O quadro mudou enquanto isso. Olhe de novo e repita.
failure-archived = Esse contato está arquivado. Restaure-o antes.
failure-nobody = Diga ao menos um nome, um telefone ou um e-mail.
failure-phone = “{ $phone }” não parece um telefone. Escreva com DDD, como (11) 98765-4321.
failure-email = “{ $email }” não parece um e-mail.
failure-handle-taken = { $handle } já é de { $who }.
failure-handle-taken-nameless = { $handle } já é de outro contato.
failure-no-note = A anotação está vazia.
failure-no-phone = Esse contato não tem telefone.
failure-no-email = Esse contato não tem e-mail.
failure-undo-added = Já há mais coisas sobre esse contato, por isso ele fica. Você pode arquivá-lo.
failure-undo-edited = O contato foi alterado de novo depois disso, por isso não dá para desfazer.
failure-undo-moved = O cartão já foi para outro lugar depois disso, por isso não dá para desfazer.
failure-undo-read = O contato foi marcado de novo depois disso, por isso não dá para desfazer.
failure-undo-replied = Você já respondeu de novo depois disso, por isso não dá para desfazer.
failure-undo-archived = O contato já voltou ao quadro.
failure-no-desktop = Não há área de trabalho aqui: o Recado está rodando sem janela nem bandeja.
failure-copy = Não foi possível copiar: { $reason }
failure-start-with-computer = Não foi possível mudar se o Recado começa com o computador: { $reason }
failure-test-removed = Essa conexão foi removida e não recebe mais nada, nem testes.
failure-test-off = O Recado não está recebendo agora, então um teste não chegaria a lugar nenhum.
failure-test-unreachable = O teste não chegou ao próprio Recado: { $reason }

## Conexões, seus segredos e a portaria

limited-lockout = { $remote } foi recusado { $refused } vezes seguidas, e por isso esta conexão não o ouve por { $minutes } min. O que o remetente verdadeiro mandar de outro lugar é aceito como sempre.
limited-rate = Chegaram mais de { $most } entregas em um minuto a esta conexão. Envie de novo daqui a pouco.
failure-remote = “{ $remote }” não é um endereço de rede.
failure-trusted-proxy = “{ $from }” não é um endereço de rede, como 192.168.0.10, nem uma rede, como 10.0.0.0/8. Escreva de onde o proxy se conecta.
failure-lockout = O primeiro bloqueio dura entre 1 e { $longest } segundos.
failure-test-secret = O segredo informado não tem a forma dos que este remetente dá, e por isso não dá para assinar um teste com ele.
failure-test-field = O teste não tem lugar para o campo em que este remetente mostra o token.
failure-test-no-url = Este remetente assina o endereço público. Informe o que você deu a ele e envie o teste de novo.
failure-no-preset = Não existe o tipo de remetente “{ $preset }”.
failure-no-scheme = Este tipo de remetente não prova quem é desse jeito.
failure-scheme-name = “{ $name }” não pode ser o nome de um cabeçalho, parâmetro ou campo.
failure-scheme-name-fixed = Onde este remetente põe a prova não pode ser escolhido.
failure-no-secret-used = Este remetente não dá nenhum segredo.
failure-no-access-token-used = Não há nada a buscar neste remetente, então ele não precisa de token de acesso.
failure-secret-empty = O segredo está vazio.
failure-secret-long = Um segredo tem no máximo { $longest } bytes.
failure-public-url = “{ $url }” não é um endereço da web. Ele começa com https:// e é o mesmo que foi dado ao remetente.
secrets-keyring = O chaveiro do sistema, onde estão os segredos, está bloqueado ou não responde. Desbloqueie-o; o que chegar enquanto isso fica guardado e é conferido depois.
secrets-file = O arquivo com os segredos não pode ser lido ou gravado ({ $reason }). O que chegar enquanto isso fica guardado e é conferido assim que der.
secrets-missing = Um segredo desta conexão não está mais neste computador. Digite-o de novo; o que chegar enquanto isso fica guardado e é conferido depois.
preset-unknown = Esta versão do Recado não conhece o tipo de remetente “{ $preset }”.

## O endereço público

identity-keyring = O chaveiro do sistema, onde está guardada a chave do endereço público deste computador, está bloqueado ou não responde. Desbloqueie-o: o Recado tenta de novo sozinho.
identity-file = O arquivo com a chave do endereço público deste computador não pode ser lido ou gravado ({ $reason }). O Recado tenta de novo sozinho.
identity-missing = A chave do endereço público deste computador não está mais aqui, ou está danificada; isso acontece quando a pasta de dados é copiada de outro computador. Para ficar com o mesmo endereço, importe o arquivo em que ele foi guardado. Sem esse arquivo, saia do relay e entre de novo: o endereço público passa a ser outro, e cada remetente precisa receber o novo.
identity-not-kept = A chave do endereço público deste computador não pôde ser guardada ({ $reason }). O Recado tenta de novo sozinho.

## O arquivo do endereço público

identity-passphrase-short = A senha precisa de pelo menos { $shortest } caracteres: quem tem o arquivo e adivinha a senha recebe as suas entregas.
identity-none-yet = Este computador ainda não tem endereço público. Ele ganha um quando passa a usar um relay (o servidor que recebe por você).
identity-file-other = Isto não é um arquivo de endereço público do Recado. O arquivo certo é o que o Recado salvou no outro computador; ele termina em .age.
identity-file-damaged = O arquivo está danificado: falta um pedaço ou algo foi alterado. Copie-o de novo do outro computador.
identity-file-passphrase = Essa senha não abre este arquivo. Confira maiúsculas, espaços e acentos.
identity-file-work = Este arquivo pede trabalho demais para ser aberto. Não foi o Recado que o salvou.
identity-file-newer = Este arquivo é de uma versão mais nova do Recado. Atualize o Recado neste computador e tente de novo.

## O endereço próprio

own-address-shape = “{ $url }” não é um endereço da web como https://webhooks.exemplo.com.br.
own-address-extra = O endereço tem um usuário com senha, um “?” ou um “#”. Deixe só o nome e, se houver, o caminho: https://webhooks.exemplo.com.br/loja.
own-address-long = Um endereço tem no máximo { $longest } caracteres.
address-reached = O que foi perguntado nesse endereço chegou aqui.
address-plain = Mas ele não começa com https://: quem está no caminho pode ler o que os remetentes enviam, e muitos remetentes não aceitam um endereço assim.
address-near = Mas só os computadores da sua rede chegam até ele: os remetentes da internet não.
address-here = Mas só os programas deste computador chegam até ele: os remetentes da internet não.
address-not-receiving = O Recado não está recebendo agora, por isso nada pôde ser testado.
address-other-path = A pergunta chegou aqui, mas por um caminho que nenhuma conexão tem: { $came } em vez de /in/…. O túnel ou proxy precisa passar adiante como /in/… tudo o que vem depois do endereço.
address-other-answer = A pergunta chegou aqui, mas a resposta que voltou não é a do Recado (código { $status }). Assim um remetente não fica sabendo que a entrega foi recebida.
address-moved = Esse endereço manda para { $to }, e os remetentes não vão atrás. Use { $to }.
address-sent-elsewhere = Esse endereço manda para { $to }, e os remetentes não vão atrás. Se for uma página de login, libere o caminho /in/ dela.
address-other-recado = Quem responde nesse endereço é outro Recado, de outro computador ou de outra pasta de dados.
address-not-through = O túnel ou proxy responde (código { $status }), mas não chega ao Recado. Faça com que ele passe tudo adiante para { $receiver }.
address-locked = O endereço pede um login ou não deixa entrar (código { $status }). Os remetentes não sabem fazer login: libere o caminho /in/ dele.
address-something-else = Quem responde nesse endereço não é o Recado (código { $status }).
address-no-name = O nome { $host } não existe na internet. Confira como está escrito; um nome novo pode levar algumas horas para ser conhecido em toda parte.
address-refused = Ninguém responde em { $host }. O túnel ou proxy está ligado? O roteador passa a porta para este computador? Alguns roteadores não deixam um computador chegar de dentro ao seu próprio endereço público: nesse caso só dá para testar de fora, por exemplo com o celular fora do Wi-Fi.
address-silent = { $host } não respondeu a tempo. O túnel ou proxy está ligado? O roteador passa a porta para este computador? Alguns roteadores não deixam um computador chegar de dentro ao seu próprio endereço público: nesse caso só dá para testar de fora, por exemplo com o celular fora do Wi-Fi.
address-no-way = Este computador parece estar sem internet agora.
address-not-safe = A conexão com { $host } não é segura, e os remetentes não enviam para lá: o certificado não vale para esse nome, venceu, ou a porta não fala https ({ $reason }).
address-proxy = O proxy da rede deste computador não deixou a pergunta sair ({ $reason }).
address-broken = A conexão com { $host } foi interrompida ({ $reason }).

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
detail-ignored-group = Conversa em grupo, lista ou canal.
detail-ignored-edit = Algo que tinha sido dito ou feito foi alterado ou desfeito.
detail-ignored-status = O andamento de algo da própria empresa.
detail-ignored-call = Outro momento de uma ligação.
detail-ignored-test = O remetente testou a conexão.
detail-ignored-nobody = Não diz de ninguém a quem se possa escrever.
detail-ignored-unfinished = Alguém começou algo, e ainda não deu em nada.
detail-ignored-elsewhere = Outra entrega conta a mesma coisa, com mais detalhes.
detail-ignored-free = Não havia nada a pagar.
detail-ignored-event = Um evento em que não há nada para guardar.

## O registro, e detalhes que se buscam

failure-no-delivery = Essa entrega não está mais no registro.
failure-day = “{ $day }” não é um dia. Escreva como 2026-11-24.
failure-no-payload = O que essa entrega dizia não está mais guardado.
failure-has-map = O Recado conhece este tipo de remetente: não é preciso dizer o que são os valores.
failure-mapping = Um mapeamento tem no máximo { $most } valores.
detail-receipt = Recibo de uma mensagem que não se conhece aqui, ou que não diz nada de novo.
detail-echo = Uma mensagem sua, para alguém que não está no quadro.
refused-handshake = Alguém perguntou se este endereço é seu, com um token de verificação que não é o desta conexão. Se foi o remetente verdadeiro, copie o token para ele de novo.
fetch-no-token = O remetente disse só um número. Os detalhes são buscados assim que esta conexão tiver o token de acesso.
fetch-token = O remetente não aceitou o token de acesso (código { $status }). Digite-o de novo nesta conexão; aí os detalhes são buscados.
fetch-status = Ainda não foi possível buscar os detalhes: o remetente respondeu com o código { $status }. O Recado tenta de novo sozinho.
fetch-unreachable = Ainda não foi possível buscar os detalhes: { $reason }. O Recado tenta de novo sozinho.
fetch-unreadable = Ainda não foi possível buscar os detalhes: não dá para ler o que o remetente respondeu. O Recado tenta de novo sozinho.
fetch-too-large = Os detalhes que o remetente respondeu passam de { $limit } MiB.
fetch-gone = O remetente não tem mais aquilo de que avisou (código { $status }).
fetch-given-up = Os detalhes não puderam ser buscados por { $days } dias, e ninguém foi para o quadro. Leia a entrega de novo para buscá-los outra vez.
fetch-unknown = Esta versão do Recado não sabe buscar “{ $resource }”.
fetch-removed = A conexão foi removida antes de os detalhes serem buscados.
fetch-no-address = A entrega não diz onde buscar os detalhes.
fetch-key-form = A chave de acesso não está na forma que este remetente pede: confira a explicação ao lado do campo. Digite-a de novo nesta conexão; aí os detalhes são buscados.

## Por que uma entrega não é autêntica

refused-no-secret = Esta conexão ainda não tem chave, e sem ela não há como saber quem é de verdade. Cole nesta conexão a chave que o remetente mostra; o que foi recusado até lá será conferido de novo.
refused-secret-base64 = A chave desta conexão não foi copiada inteira: o que vem depois de “whsec_” não é válido. Copie de novo no remetente.
refused-secret-colon = A chave desta conexão deve ser usuário e senha separados por dois-pontos, como em “usuario:senha”.
refused-missing =
    { $place ->
        [header] Falta o cabeçalho “{ $name }”.
        [query] Falta o parâmetro “{ $name }” no endereço.
       *[field] Falta o campo “{ $name }” no conteúdo.
    } Se a entrega é autêntica, o remetente ainda não recebeu a chave ou a envia em outro lugar.
refused-empty =
    { $place ->
        [header] O cabeçalho “{ $name }” está vazio.
        [query] O parâmetro “{ $name }” do endereço está vazio.
       *[field] O campo “{ $name }” do conteúdo está vazio.
    } Se a entrega é autêntica, o remetente ainda não recebeu a chave.
refused-repeated =
    { $place ->
        [header] O cabeçalho “{ $name }” veio mais de uma vez
        [query] O parâmetro “{ $name }” está no endereço mais de uma vez
       *[field] O campo “{ $name }” tem mais de um valor
    }, e não há como saber qual deles vale.
refused-form =
    { $place ->
        [header] O que veio no cabeçalho “{ $name }”
        [query] O que veio no parâmetro “{ $name }”
       *[field] O que veio no campo “{ $name }”
    } não está escrito como este remetente escreve. Veja se a conexão é do tipo certo e se a forma de conferir é a certa.
refused-version = O cabeçalho “{ $name }” não traz nenhuma assinatura que comece com “{ $version }”. Veja se a conexão é do tipo certo e se a forma de conferir é a certa.
refused-sender-without-secret = O remetente diz que não recebeu chave nenhuma. Coloque a mesma chave no remetente e nesta conexão.
refused-signature = A assinatura no cabeçalho “{ $name }” não confere. Se a entrega é autêntica, a chave desta conexão não é a do remetente: copie de novo. O que foi recusado será conferido outra vez.
refused-signature-of-url = A assinatura no cabeçalho “{ $name }” não confere. Se a entrega é autêntica, ou a chave desta conexão não é a do remetente, ou o endereço público não está escrito exatamente como no remetente. Depois da correção, o que foi recusado será conferido outra vez.
refused-token =
    { $place ->
        [header] O código no cabeçalho “{ $name }” não é o certo.
        [query] O código no parâmetro “{ $name }” não é o certo.
       *[field] O código no campo “{ $name }” não é o certo.
    } Se a entrega é autêntica, a chave desta conexão não é a do remetente: copie de novo. O que foi recusado será conferido outra vez.
refused-credentials = Usuário e senha não são os certos. Se a entrega é autêntica, coloque aqui os que foram dados ao remetente, como em “usuario:senha”.
refused-too-old =
    Foi assinada { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } dias
    } antes de chegar, o que é tempo demais. Ou alguém enviou de novo uma entrega antiga, ou o relógio deste computador ou o do remetente está errado.
refused-too-far-ahead =
    A hora dela está { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } dias
    } no futuro. O relógio deste computador ou o do remetente está errado.
refused-expired =
    O código dela venceu { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } dias
    } antes de chegar. Ou alguém enviou de novo uma entrega antiga, ou o relógio deste computador ou o do remetente está errado.
refused-algorithm = O código dela está assinado de outra forma que não HS256, a única aceita.
refused-no-url = Este remetente assina o endereço para onde envia, e esta conexão ainda não sabe seu endereço público. Coloque-o exatamente como está escrito no remetente.
refused-body-not-covered = Nada na assinatura cobre o conteúdo, que qualquer um poderia ter escrito.
refused-body = O conteúdo não é o que foi assinado.
refused-unreadable = Não foi possível ler o conteúdo, e por isso o campo “{ $name }” com o código não foi encontrado.
refused-not-kept = Não foi guardado o bastante desta entrega para conferi-la de novo, porque o endereço dela traz um segredo. Peça ao remetente que envie outra vez.

## O que aparece no lugar de uma mensagem sem texto

media-image = imagem
media-audio = áudio
media-video = vídeo
media-document = documento
media-sticker = figurinha
media-location = localização
media-contact = contato
media-file = arquivo

## Um teste

test-name = Contato de teste
test-message = Olá! Este é um teste do Recado: assim chega um contato novo.

## Resultados

verdict-accepted = registrada
verdict-duplicate = repetida
verdict-unmatched = sem contato
verdict-paused = esperando
verdict-malformed = ilegível
verdict-ignored = nada a arquivar
verdict-handshake = endereço confirmado
verdict-refused = recusada
verdict-limited = acima do limite

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
export-appointment = Agendamento
export-amount = Valor
export-currency = Moeda
export-archived = Arquivado
export-yes = sim

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

## Janela: boas-vindas

ui-welcome-title = Quando alguém chama, sua mesa fica sabendo.
ui-welcome-lead = Mensagens do WhatsApp, formulários, horários e pagamentos chegam direto neste computador. Sem conta, sem mensalidade, e os dados são seus.
ui-welcome-language = Idioma
ui-welcome-name = Nome do seu negócio
ui-welcome-name-example = Clínica Sorriso
ui-welcome-name-missing = Falta o nome. Ele aparece no alto do quadro.
ui-welcome-kind = O que você faz
ui-welcome-begin = Começar
ui-welcome-foot = Leva um minuto. Dá para mudar tudo depois.
ui-kind-clinic = Clínica
ui-kind-shop = Loja
ui-kind-services = Serviços
ui-kind-online-store = Loja online
ui-kind-beauty = Salão e estética
ui-kind-other = Outro
ui-place-guess = { $country } · { $zone }, agora { $time }
ui-place-change = Mudar
ui-place-country = País
ui-place-zone = Fuso horário
ui-place-none = Nada com esse nome.
ui-preview-now = agora
ui-preview-computer = este computador
ui-preview-board = quadro
ui-caller-clinic = Quero agendar um horário
ui-caller-shop = Oi! Ainda tem o tênis no 38?
ui-caller-services = Preciso de um orçamento para pintar a sala
ui-caller-online-store = Pedido nº 1042 no carrinho
ui-caller-beauty = Tem horário no sábado de manhã?
ui-caller-other = Bom dia, gostaria de mais detalhes
ui-caller-from-whatsapp = WhatsApp
ui-caller-from-site = Site
ui-caller-from-shop = Loja
ui-caller-from-instagram = Instagram
ui-source-other = Outro sistema

## Janela: primeiros passos e conexões

ui-copy = Copiar
ui-copied = Copiado
ui-test-send = Enviar um teste
ui-test-arrived = Chegou em { $took } ms
ui-test-waits = Guardado em { $took } ms
ui-tests-remove =
    { $count ->
        [one] Tirar o teste do quadro
       *[other] Tirar os { $count } testes do quadro
    }
ui-tests-removed =
    { $count ->
        [0] Não havia testes
        [one] Teste removido
       *[other] { $count } testes removidos
    }
ui-terminal-which = Terminal
ui-terminal-copy = Copiar o comando
ui-ready-title = Tudo pronto para receber
ui-ready-text = Falta alguém chamar. Veja como é com um teste e depois passe o endereço a quem envia.
ui-ready-close = Guardar este painel
ui-ready-try = Veja um recado chegar
ui-ready-try-text = O teste passa pelo caminho de verdade e aparece no quadro, marcado. Não entra nas contas nem nas planilhas.
ui-ready-address = Passe o endereço a quem envia
ui-ready-address-text = É o endereço da conexão “{ $title }”, para programas deste computador.
ui-ready-address-public = É o endereço da conexão “{ $title }”, e responde de qualquer lugar.
ui-ready-terminal = Enviar pelo terminal
ui-ready-terminal-hide = Esconder o comando
ui-source-copy = Copiar o endereço de { $title }

## A janela, antes da página e ao lado dela

window-no-display = Não há tela aqui, então não dá para abrir a janela. “recado serve” recebe sem ela.
window-no-home = Este usuário não tem pasta pessoal: indique uma pasta de dados com --data-dir.
window-no-desk = A parte do Recado que fica recebendo não pôde ser iniciada ({ $reason }). Instale o Recado de novo.
window-desk-silent = O Recado foi iniciado, mas ainda não responde.
window-desk-keeps-ending = O Recado foi iniciado várias vezes e fechou todas elas. Isto é o que ele encontrou: { $findings }
window-other-version = Outra versão do Recado está rodando nesta pasta de dados. Encerre com “recado stop” e abra o Recado de novo.
window-engine-away = O Recado está sendo iniciado de novo. Tente daqui a pouco.
window-link-refused = O Recado não abre este link.
window-cannot-open = Não foi possível abrir: { $reason }
window-cannot-write = Não foi possível gravar { $file }: { $reason }
window-export-title = Salvar os contatos
window-export-kind = Planilha (CSV)
window-address-title = Salvar o endereço público
window-address-kind = Endereço do Recado

## Tray

tray-open = Abrir o Recado
tray-unread =
    { $count ->
        [0] tudo lido
        [one] 1 não lido
       *[other] { $count } não lidos
    }
tray-tooltip = Recado: { $unread }
tray-copy = Copiar endereço
tray-pause = Pausar notificações
tray-pause-hour = Por 1 hora
tray-pause-tomorrow = Até amanhã às 8h
tray-paused = Notificações pausadas até { $until }
tray-resume = Voltar a notificar agora
tray-blocked = Não está recebendo: ver por quê
tray-quit = Encerrar o Recado

## Notifications

toast-open = Abrir
toast-hidden = Novo recado
toast-test = Teste: { $who }
toast-kind =
    { $kind ->
        [lead] Novo contato
        [appointment] Novo agendamento
        [payment] Pagamento
        [order] Pedido
       *[other] Novo recado
    }
toast-starts-at = Horário: { $at }
toast-source = via { $source }
toast-counted =
    { $count ->
        [one] 1 recado
       *[other] { $count } recados
    } de { $people ->
        [one] 1 pessoa
       *[other] { $people } pessoas
    }
toast-more =
    { $count ->
        [one] Mais 1 recado
       *[other] Mais { $count } recados
    } de { $people ->
        [one] 1 pessoa
       *[other] { $people } pessoas
    }
toast-summary-newest = O último é de { $who }
toast-away = Enquanto você estava fora
toast-away-oldest = { $who } espera há mais tempo
toast-goes-on-title = O Recado continua recebendo
toast-goes-on-tray = A janela fechou, mas os recados seguem chegando. O ícone ao lado do relógio abre a janela de novo.
toast-goes-on = A janela fechou, mas os recados seguem chegando. Abra o Recado de novo quando quiser.
toast-no-window-title = A janela do Recado não abriu
toast-no-window = Os recados seguem chegando. Tente abrir de novo; se não der certo, reinstale o Recado.
toast-not-copied-title = O endereço não foi copiado
toast-refusing = { $source }: entregas estão sendo recusadas

## O endereço público na bandeja e nas notificações

tray-receiving = Recebendo neste computador
tray-blocked-short = Não está recebendo
tray-copy-of =
    { $state ->
        [paused] { $which ->
            [public] { $title } (pausada, endereço público)
           *[local] { $title } (pausada, só neste computador)
        }
       *[active] { $which ->
            [public] { $title } (endereço público)
           *[local] { $title } (só neste computador)
        }
    }
tray-public-own = Endereço público: o seu próprio
tray-public-connected = Endereço público: conectado
tray-public-connecting = Endereço público: conectando
tray-public-away = Endereço público: sem conexão desde { $since }
tray-public-stopped =
    { $why ->
        [replaced] Endereço público: parado, outro computador assumiu
        [invitation] Endereço público: parado, falta um convite
        [removed] Endereço público: parado, o relay o removeu
        [other-relay] Endereço público: parado, o relay não é mais o mesmo
        [protocol] Endereço público: parado, as versões não se entendem
       *[identity] Endereço público: parado, a identidade não pode ser lida
    }
tray-waiting =
    { $count ->
        [one] 1 entrega espera no relay
       *[other] { $count } entregas esperam no relay
    }
toast-tunnel-stopped = Seu endereço público parou

## recado tunnel

tunnel-none = Só programas deste computador chegam a este Recado. Para ter um endereço público, use um convite (recado tunnel use CONVITE) ou diga o seu próprio (recado tunnel own-address URL).
tunnel-relay = Relay (o servidor que recebe por você): { $relay }
tunnel-base = Endereço público deste computador: { $base }
tunnel-own = Endereço público seu: { $address }
tunnel-off = Sem conexão, porque o Recado não está rodando.
tunnel-connecting = Conectando ao relay.
tunnel-connected = Conectado desde { $since }.
tunnel-away = Sem conexão desde { $since }: { $error }
tunnel-again = Próxima tentativa: { $at }
tunnel-stopped = Parado desde { $since }: { $error }
tunnel-waiting =
    { $count ->
        [one] 1 entrega espera no relay.
       *[other] { $count } entregas esperam no relay.
    }
tunnel-nobody-connects = O Recado não está rodando, e é ele que se conecta ao relay. Abra-o, ou comece com “recado serve”.
tunnel-exported = Gravado: { $file }. Quem tiver este arquivo e a senha recebe no lugar deste computador; guarde os dois em lugares diferentes.
passphrase = Senha:
passphrase-again = A mesma senha outra vez:
passphrase-differs = As duas senhas não são iguais. Nada foi gravado.
passphrase-empty = A senha está vazia.
passphrase-no-terminal = Não há terminal para digitar a senha. Passe-a com --passphrase-stdin ou na variável RECADO_PASSPHRASE.
doctor-tunnel = Relay { $relay }: { $stands }
serve-tunnel-stopped = O endereço público parou: { $error }
source-shown-public-address = De qualquer lugar: { $address }

## recado metrics

metrics-build-info = A versão que responde.
metrics-up = Se o Recado está rodando; 0 quando o próprio comando abriu a pasta de dados.
metrics-start-time = Quando o Recado iniciou, em segundos desde 1970.
metrics-receiving = Se as entregas estão sendo recebidas agora.
metrics-tunnel-up = Se a conexão com o relay está de pé.
metrics-tunnel-waiting = Entregas que esperam no relay, segundo o último aviso dele.
metrics-store-bytes = Quanto o banco de dados ocupa no disco.
metrics-deliveries = Entregas, pelo resultado com que chegaram. Sem os testes.
metrics-contacts = Contatos criados por entregas, incluídos os que foram apagados depois. Sem os testes.
metrics-answer-duration = Quanto as respostas demoraram, do último byte recebido até tudo estar no disco.
metrics-turned-away = Requisições apenas contadas: endereço desconhecido, método errado, grande demais, acima do limite.
metrics-last-delivery = Quando chegou a última entrega legítima, em segundos desde 1970.
metrics-unmatched = Entregas que não dizem de quem são e esperam um mapeamento.
metrics-quarantined = Entregas recusadas, guardadas até o segredo ser corrigido.
metrics-waiting-for-details = Entregas cujos detalhes ainda serão buscados no remetente.
metrics-alerts = Avisos sobre uma conexão que aparecem agora. Sem os que foram tirados.
metrics-sender-gives-up = Segundos até um remetente que ninguém atende desistir; 0 depois disso, ausente enquanto é atendido.

## recado desk

desk-no-clipboard = Aqui não há área de transferência. Abra o Recado na tela deste computador.
desk-clipboard = A área de transferência não aceitou o texto ({ $reason }). Tente de novo.

## A janela: o quadro

ui-nav-label = Lugares
ui-nav-board = Quadro
ui-nav-activity = Atividade
ui-nav-connections = Conexões
ui-nav-unread =
    { $count ->
        [one] 1 contato com recado não lido
       *[other] { $count } contatos com recados não lidos
    }
ui-close = Fechar
ui-undo = Desfazer
ui-undone = Desfeito
ui-undo-nothing = Não há nada para desfazer
ui-try-again = Tentar de novo
ui-notices = Avisos
ui-failure-unknown = Algo deu errado. Tente de novo.
ui-start-failed = O Recado não respondeu
ui-status-starting = Abrindo…
ui-status-on = Recebendo
ui-status-nothing-yet = Nenhum recado ainda
ui-status-last = Último recado { $when }
ui-status-blocked = Não está recebendo
ui-status-off = Não está recebendo
ui-status-off-text = O Recado está aberto só para consulta
ui-status-lost = Reconectando…
ui-status-lost-text = A parte que recebe não respondeu e está sendo aberta de novo
ui-board-loading = Carregando o quadro
ui-board-failed = Não deu para abrir o quadro
ui-board-empty = O quadro está esperando o primeiro recado
ui-board-empty-text = Quando alguém escrever, marcar um horário ou pagar, o contato aparece aqui sozinho.
ui-filter-label = Mostrar
ui-filter-all = Todos
ui-filter-unread = Não lidos
ui-filter-waiting = Esperando resposta
ui-filter-appointment-today = Com horário hoje
ui-filter-empty = Nenhum contato aqui agora
ui-filter-empty-text = Ninguém do quadro combina com este filtro.
ui-filter-show-all = Mostrar todos
ui-column-waiting = { $count } esperando
ui-column-empty = Ninguém nesta etapa
ui-contact-nameless = Sem nome
ui-appointment-confirmed = Confirmado
ui-appointment-rescheduled = Remarcado
ui-appointment-cancelled = Cancelado
ui-card-test = Teste
ui-card-unread =
    { $count ->
        [one] 1 recado não lido
       *[other] { $count } recados não lidos
    }
ui-card-waiting = esperando resposta:
ui-card-appointment = horário
ui-card-keys = Enter abre a conversa. Espaço pega o cartão para mudar de etapa ou de lugar. As setas andam pelo quadro.
ui-drag-lifted = { $name } na mão, em “{ $stage }”, lugar { $position } de { $total }. As setas mudam de lugar, espaço solta, Esc desiste.
ui-drag-over = { $stage }, lugar { $position } de { $total }
ui-drag-dropped = { $name } ficou em “{ $stage }”, lugar { $position }
ui-drag-cancelled = { $name } voltou para onde estava
ui-moved-to = { $name } foi para “{ $stage }”
ui-moved-within = { $name } mudou de lugar em “{ $stage }”
ui-move-refused = { $name } voltou para onde estava. { $reason }

## Janela: a gaveta do contato

ui-cancel = Cancelar
ui-save = Salvar
ui-remove = Tirar
ui-more = Mais
ui-drawer = Contato
ui-reply = Responder
ui-reply-other = Responder de outro jeito
ui-reply-whatsapp = Abrir WhatsApp
ui-reply-email = Escrever e-mail
ui-reply-phone = Ligar
ui-reply-no-program = A resposta foi anotada, mas nada abriu: veja se há um programa para { $via } neste computador.
ui-via-whatsapp = WhatsApp
ui-via-email = e-mail
ui-via-phone = telefone
ui-did-rename = Nome trocado
ui-did-edit = Dados de { $who } alterados
ui-did-unread = { $who } ficou como não lido
ui-did-note = Anotação guardada
ui-did-archive = { $who } foi arquivado
ui-did-restore = { $who } voltou para { $stage }
ui-did-reply = Resposta por { $via } anotada
ui-did-add = { $who } entrou em { $stage }
ui-contact-name = Nome
ui-contact-rename = Trocar o nome
ui-contact-phone = Telefone
ui-contact-phone-add = Outro telefone
ui-contact-phone-remove = Tirar este telefone
ui-contact-email = E-mail
ui-contact-email-add = Outro e-mail
ui-contact-email-remove = Tirar este e-mail
ui-contact-copy = Copiar { $value }
ui-contact-no-handles = Sem telefone nem e-mail
ui-contact-edit = Editar dados
ui-contact-unread = Marcar como não lido
ui-contact-archive = Arquivar
ui-contact-archived = Arquivado. Volta sozinho se escrever de novo.
ui-contact-restore = Trazer de volta
ui-contact-gone = Este contato não existe mais
ui-contact-gone-text = Foi apagado, ou era de um teste que saiu do quadro.
ui-contact-failed = Não deu para abrir o contato
ui-fact-stage = Etapa
ui-fact-stage-move = Mudar de etapa
ui-fact-waiting = Esperando
ui-fact-appointment = Horário
ui-fact-amount = Valor
ui-fact-origin = Origem
ui-fact-by-hand = Adicionado à mão
ui-appointment-state =
    { $state ->
        [confirmed] confirmado
        [rescheduled] remarcado
        [cancelled] cancelado
       *[booked] marcado
    }
ui-timeline = Conversa
ui-timeline-empty = Ainda não há nada aqui.
ui-timeline-newer = Chegou mais
ui-timeline-older-failed = O começo da conversa não veio.
ui-entry-added = Contato criado por { $source }
ui-entry-added-by-hand = Contato adicionado à mão
ui-entry-moved = De { $from } para { $to }
ui-entry-named = Ganhou o nome { $to }
ui-entry-renamed = { $from } agora é { $to }
ui-entry-edited = Telefones ou e-mails alterados
ui-entry-archived = Arquivado
ui-entry-restored = De volta ao quadro
ui-entry-replied = Resposta por { $via }
ui-entry-replied-by = por { $via }
ui-entry-note = Anotação
ui-entry-from-us = Nós:
ui-entry-from-them = O contato:
ui-event-lead = Cadastro
ui-event-payment = Pagamento
ui-event-order = Pedido
ui-event-receipt = Aviso de entrega
ui-event-appointment =
    { $state ->
        [confirmed] Horário confirmado
        [rescheduled] Horário remarcado
        [cancelled] Horário cancelado
       *[booked] Horário marcado
    }
ui-event-called = aqui com o nome
ui-event-fields =
    { $count ->
        [one] Mais 1 informação
       *[other] Mais { $count } informações
    }
ui-event-earlier =
    { $count ->
        [one] Antes: 1 situação
       *[other] Antes: { $count } situações
    }
ui-text-unfold = Mostrar tudo
ui-text-fold = Mostrar menos
ui-compose-mode = O que escrever
ui-compose-mode-reply = Resposta
ui-compose-mode-note = Anotação
ui-compose-reply = Escreva a resposta
ui-compose-note = Só para você: anote aqui
ui-compose-add-note = Anotar
ui-compose-unreachable = Sem telefone nem e-mail, só dá para anotar.
ui-edit-title = Editar { $who }
ui-new-contact = Novo contato
ui-new-title = Novo contato
ui-new-nobody = Diga ao menos o nome, o telefone ou o e-mail.
ui-new-note = Anotação
ui-new-note-example = O que a pessoa quer, em uma linha
ui-new-exists = { $who } já tem este telefone ou e-mail, em { $stage }.
ui-new-open-known = Abrir
ui-new-add = Adicionar

## Janela: busca e planilha

ui-search = Buscar
ui-search-field = Buscar nome, telefone, conversa
ui-search-hits = Contatos encontrados
ui-search-hint = Um nome, um telefone escrito de qualquer jeito ou um pedaço da conversa.
ui-search-none = Ninguém com “{ $text }”
ui-search-none-text = Tente um pedaço menor do nome, ou só os números do telefone.
ui-search-count =
    { $count ->
        [one] 1 contato encontrado
       *[other] { $count } contatos encontrados
    }
ui-search-archived = Arquivado
ui-export = Exportar
ui-export-title = Exportar contatos
ui-export-text = Uma planilha com nome, telefones, e-mails, etapa e última mensagem. Os testes ficam de fora.
ui-export-style = Tipo de planilha
ui-export-local = Planilha brasileira
ui-export-local-text = Ponto e vírgula entre as colunas. Abre certo no Excel em português.
ui-export-international = Planilha internacional
ui-export-international-text = Vírgula entre as colunas. Para programas em inglês e outros sistemas.
ui-export-save = Salvar…
ui-export-file = contatos
ui-export-asking = Escolha onde salvar…
ui-export-writing = { $contacts } contatos gravados…
ui-export-done = A planilha está salva
ui-export-open-folder = Abrir pasta

## A janela: conexões

ui-connections-local = Os endereços só respondem neste computador. WhatsApp, formulários e outros da internet precisam de um endereço público.
ui-connections-label = Suas conexões
ui-connections-none = Ainda não há conexões
ui-connections-none-text = Escolha quem vai enviar: WhatsApp, formulário, agenda, pagamento, ou outro sistema qualquer.
ui-connections-failed = As conexões não puderam ser lidas
ui-connections-back = Voltar para as conexões
ui-connections-in-settings =
    { $count ->
        [0] Ninguém pode enviar nada para cá ainda.
        [one] 1 conexão recebe e mostra no quadro.
       *[other] { $count } conexões recebem e mostram no quadro.
    }
ui-connections-open-all = Abrir as conexões
ui-nav-trouble =
    { $count ->
        [one] 1 conexão precisa de você
       *[other] { $count } conexões precisam de você
    }
ui-connection-receiving = Recebendo
ui-connection-unanswered = Sem resposta
ui-connection-silent = Em silêncio
ui-connection-last = último recado { $when }
ui-connection-waiting = Esperando o primeiro recado…
ui-connection-is-paused = Em pausa
ui-connection-trouble = Recusando
ui-connection-trouble-since = desde { $when }
ui-connection-trouble-title =
    { $count ->
        [one] 1 entrega foi recusada, e nenhuma entrou depois
       *[other] { $count } entregas foram recusadas, e nenhuma entrou depois
    }
ui-connection-see-refused = Ver as recusadas
ui-connection-finish = Continuar
ui-connection-finish-title = Continuar a conectar { $title }
ui-connection-activity = Ver a atividade
ui-connection-rename = Mudar o nome
ui-connection-renamed = Agora se chama { $title }
ui-connection-change-secret = Trocar a chave
ui-connection-paste-secret = Colar a chave
ui-connection-rotate = Trocar o endereço
ui-connection-rotate-title = Trocar o endereço de { $title }?
ui-connection-rotate-text = A conexão ganha um endereço novo, que precisa ser colado no remetente. Serve para quando o de agora caiu em mãos erradas.
ui-connection-rotate-keep = O antigo ainda vale por uma semana
ui-connection-rotate-keep-hint = Dá tempo de colar o novo sem perder nada. Desligue se alguém estiver abusando dele.
ui-connection-rotate-do = Gerar um endereço novo
ui-connection-rotated = { $title } tem um endereço novo
ui-connection-former-address = O endereço antigo ainda vale até { $when }. Cole o novo no remetente antes disso.
ui-connection-remove-unused = Nada chegou por ela. Quem enviar para este endereço será recusado, e ele não volta.
ui-connection-gone = Esta conexão foi removida
ui-connection-gone-text = O que ela trouxe está no quadro.
ui-connection-failed = A conexão não pôde ser lida

ui-gallery-title = Nova conexão
ui-gallery-search = Buscar um remetente
ui-gallery-example = WhatsApp, formulário, Pix, agenda…
ui-gallery-label = Remetentes
ui-gallery-count =
    { $count ->
        [one] 1 remetente; Enter escolhe
       *[other] { $count } remetentes; Enter escolhe o primeiro
    }
ui-gallery-messages = Mensagens
ui-gallery-forms = Formulários e anúncios
ui-gallery-appointments = Horários
ui-gallery-payments = Pagamentos
ui-gallery-shops = Lojas e vendas
ui-gallery-other = Outros
ui-gallery-none = Não há um remetente “{ $text }” pronto
ui-gallery-none-text = Quase tudo que sabe enviar avisos (webhooks) entra como outro sistema: você aponta o que é o nome, o telefone, a mensagem.
ui-gallery-none-do = Conectar como outro sistema
ui-gallery-unfinished = Por terminar
ui-gallery-twice-title = { $title } está por terminar
ui-gallery-twice-text = Nada chegou ainda por essa conexão. Continue de onde parou ou crie outra.
ui-gallery-twice-new = Criar outra
ui-gallery-twice-go-on = Continuar

ui-setup-title = Configuração
ui-setup-minutes = Leva uns 3 minutos
ui-setup-done = Conectada
ui-setup-how = Ver o passo a passo
ui-setup-how-hide = Esconder o passo a passo
ui-setup-address-label = Endereço
ui-setup-verify-token = Token de verificação
ui-setup-verify-token-copy = Copiar o token de verificação
ui-setup-script = Script
ui-setup-script-copy = Copiar o script
ui-setup-public-url = Endereço público
ui-setup-public-url-hint = Igual ao que está no remetente: ele assina esse endereço, e sem ele nenhuma entrega confere.
ui-setup-public-url-saved = Endereço público salvo
ui-setup-proof = Confira quem envia
ui-setup-proof-how = Como o remetente se identifica
ui-setup-proof-name = Nome do campo que traz a chave
ui-setup-proof-name-hint = O mesmo nome que está no remetente, letra por letra.
ui-setup-proof-name-saved = Nome salvo
ui-setup-proof-address = O endereço é a chave: quem o conhece consegue enviar. Trate-o como uma senha.
ui-setup-proof-optional = Sem a chave, quem conhece o endereço consegue enviar.
ui-setup-first-waiting = Esperando o primeiro recado…
ui-setup-first-paused = A conexão está em pausa
ui-setup-first-arrived = O primeiro recado chegou
ui-setup-first-announced = Chegou o primeiro recado de { $title }
ui-setup-pending =
    { $count ->
        [one] Os detalhes de 1 recado estão sendo buscados no remetente.
       *[other] Os detalhes de { $count } recados estão sendo buscados no remetente.
    }
ui-setup-pending-token =
    { $count ->
        [one] 1 recado espera esta chave: com ela os detalhes são buscados no remetente.
       *[other] { $count } recados esperam esta chave: com ela os detalhes são buscados no remetente.
    }
ui-setup-see-board = Ver no quadro

ui-secret-kept-keyring = Fica no cofre do sistema
ui-secret-kept-file = Fica num arquivo só seu
ui-secret-kept-file-text = Este computador não tem um cofre de senhas: a chave fica num arquivo da pasta de dados que só você pode ler.
ui-secret-show = Mostrar o que foi digitado
ui-secret-hide = Esconder o que foi digitado
ui-secret-save = Guardar
ui-secret-missing = Cole a chave.
ui-secret-change = Trocar
ui-secret-change-label = Trocar: { $label }
ui-secret-make = Criar uma aqui
ui-secret-made = Cole no remetente
ui-secret-made-text = Copie agora: depois de sair desta página, ela não aparece mais.
ui-secret-made-copy = Copiar a chave
ui-secret-keep = A antiga ainda vale por uma semana
ui-secret-keep-hint = Para trocar sem perder nada. Desligue se a antiga caiu em mãos erradas.
ui-secret-drop = Ficar sem a chave
ui-secret-former = A chave antiga ainda vale até { $when }.
ui-secret-former-drop = Parar de aceitar já
ui-secret-saved = Chave guardada
ui-secret-dropped = A chave foi tirada
ui-secret-quarantined =
    { $count ->
        [one] 1 entrega recusada espera a chave certa.
       *[other] { $count } entregas recusadas esperam a chave certa.
    }
ui-secret-recovered =
    { $count ->
        [one] 1 recado recuperado
       *[other] { $count } recados recuperados
    }
ui-secret-recovered-text =
    { $count ->
        [one] Tinha sido recusado e, com a chave certa, entrou no quadro.
       *[other] Tinham sido recusados e, com a chave certa, entraram no quadro.
    }
ui-secret-see-recovered = Ver na atividade

ui-situation-title = Situação
ui-situation-state = Estado
ui-situation-last = Último recado
ui-situation-never = nenhum ainda
ui-situation-refused = Recusadas
ui-situation-unmatched = Sem contato
ui-situation-pending = Esperando detalhes
ui-situation-deliveries =
    { $count ->
        [one] 1 entrega
       *[other] { $count } entregas
    }
ui-situation-patience = Se ninguém responder
ui-situation-docs = Documentação do remetente
ui-situation-since = Criada

ui-role-name = Nome
ui-role-phone = Telefone
ui-role-email = E-mail
ui-role-message = Mensagem
ui-role-appointment-time = Horário
ui-role-amount = Valor
ui-role-external-id = Código
ui-role-tag = Etiqueta
ui-role-field = Outro campo…
ui-role-none = Não usar
ui-role-menu = O que é “{ $value }”?

ui-mapping-title = Campos
ui-mapping-hint = clique num valor para dizer o que ele é
ui-mapping-newer = Chegou outro: mostrar
ui-mapping-failed = O último recado não pôde ser lido
ui-mapping-none = Ainda não chegou nada para mostrar
ui-mapping-none-text = Envie um recado do seu sistema, ou pelo terminal. O que chegar aparece aqui, e você diz o que é cada valor.
ui-mapping-payload = Último recado, como chegou
ui-mapping-keys = Setas andam, Enter diz o que o valor é
ui-mapping-guess = palpite
ui-mapping-guess-of = { $role }, palpite
ui-mapping-guess-keep = Confirmar o palpite
ui-mapping-more =
    { $count ->
        [one] 1 valor
       *[other] { $count } valores
    }
ui-mapping-empty = vazio
ui-mapping-nothing = nada
ui-mapping-true = sim
ui-mapping-false = não
ui-mapping-rules-none = Por enquanto só os palpites. Clique num valor para dizer o que ele é.
ui-mapping-unsay = { $role }: não usar
ui-mapping-said = { $value } é { $role }
ui-mapping-unsaid = { $role } não é mais usado
ui-mapping-field-title = Que nome tem este campo?
ui-mapping-field-text = Aparece na ficha do contato, com o valor ao lado.
ui-mapping-field-name = Nome do campo
ui-mapping-field-missing = Falta o nome do campo.
ui-mapping-field-do = Usar
ui-mapping-preview = No quadro fica assim
ui-mapping-nobody = Ainda não se sabe de quem é
ui-mapping-nobody-text = Diga onde está o telefone ou o e-mail: é por eles que a pessoa ganha um cartão.
ui-mapping-preview-contact = Contato
ui-mapping-rehearsal =
    { $deliveries ->
        [one] No último recado
       *[other] Nos últimos { $deliveries } recados
    }
ui-mapping-rehearsal-numbers = { $before } → { $after } com contato
ui-mapping-rehearsal-unmatched =
    { $count ->
        [0] Ao salvar vale para o que chegar.
        [one] Ao salvar, 1 recado sem contato é lido de novo.
       *[other] Ao salvar, { $count } recados sem contato são lidos de novo.
    }
ui-mapping-save = Salvar os campos
ui-mapping-revert = Desfazer
ui-mapping-saved = Campos salvos
ui-mapping-recovered =
    { $count ->
        [0] Vale para o que chegar a partir de agora.
        [one] 1 recado recuperado está no quadro.
       *[other] { $count } recados recuperados estão no quadro.
    }
ui-mapping-see = Ver na atividade

## Janela: ajustes e avisos

ui-settings = Ajustes
ui-settings-saved = Salvo
ui-settings-business = Negócio
ui-settings-business-text = O nome aparece no alto do quadro.
ui-settings-kind = Ramo
ui-settings-kind-stages = Enquanto não há contatos, o quadro fica com as etapas: { $stages }.
ui-settings-place-text = O país completa os telefones; o fuso diz a que horas são os horários que chegam.
ui-settings-connections = Conexões
ui-settings-connections-text = Cada conexão tem um endereço. Quem envia para ele aparece no quadro.
ui-settings-appearance = Aparência
ui-settings-as-computer = Como o computador
ui-settings-theme = Cores
ui-settings-light = Claras
ui-settings-dark = Escuras
ui-settings-bell = Notificações
ui-settings-bell-text = Um aviso na tela a cada recado, mesmo com a janela fechada.
ui-settings-hide-text = Esconder o que foi escrito
ui-settings-hide-text-hint = O aviso diz só de quem é. Bom para telas que outros veem.
ui-settings-pause = Pausar
ui-settings-pause-hint = O que chegar na pausa vem em um aviso só, no fim dela.
ui-settings-pause-hour = Por 1 hora
ui-settings-pause-tomorrow = Até amanhã
ui-settings-paused = Em pausa até { $day } às { $time }
ui-settings-resume = Voltar a avisar
ui-bell-no-desk = O Recado está rodando sem área de trabalho: não há ícone nem notificações.
ui-bell-none = Este computador não está mostrando notificações. Os recados chegam e ficam no quadro.
ui-settings-computer = Este computador
ui-settings-start = Abrir com o computador
ui-settings-start-hint = Assim nenhum recado se perde depois de reiniciar. A janela fica fechada até você abrir.
ui-settings-start-cannot = Não dá para ajustar isso neste computador.
ui-settings-data = Seus dados
ui-settings-data-text = Ficam neste computador, e só nele.
ui-settings-export-hint = Uma planilha com todos, menos os testes.
ui-settings-tests = Testes
ui-settings-tests-count =
    { $count ->
        [0] Não há testes no quadro.
        [one] Há 1 teste no quadro.
       *[other] Há { $count } testes no quadro.
    }
ui-settings-tests-remove = Apagar os testes
ui-settings-folder = Pasta de dados
ui-settings-folder-hint = É ela que se copia para ter uma cópia de segurança, com o Recado encerrado.
ui-settings-about = Sobre
ui-about-version = Versão { $version }
ui-about-text = Sem conta, sem mensalidade, e os dados são seus.
ui-about-licences = Licenças
ui-about-licences-text = Os programas de outras pessoas com que o Recado é feito.
ui-ready-again = Mostrar os primeiros passos no quadro
ui-source-new = Nova conexão
ui-source-title = Nome da conexão
ui-source-title-hint = Aparece nos cartões, para saber de onde a pessoa veio.
ui-source-title-missing = Falta o nome.
ui-source-more = Mais sobre { $title }
ui-source-pause = Pausar
ui-source-resume = Retomar
ui-source-remove = Remover
ui-source-paused-text = O que chegar fica guardado e entra no quadro quando você retomar.
ui-source-paused = { $title } está em pausa
ui-source-resumed =
    { $count ->
        [0] { $title } voltou a receber
        [one] { $title } voltou a receber; 1 recado que esperava entrou
       *[other] { $title } voltou a receber; { $count } recados que esperavam entraram
    }
ui-source-removed = { $title } foi removida
ui-source-remove-title = Remover { $title }?
ui-source-remove-text = Quem enviar para este endereço será recusado, e ele não volta. O que a conexão trouxe fica no quadro.
ui-banner-given-up = O Recado parou de receber.
ui-banner-blocked = Não está recebendo.
ui-banner-lost = Reconectando…
ui-banner-lost-text = O que está na tela pode estar velho por alguns segundos.
ui-banner-serve = Recebendo sem área de trabalho.
ui-banner-serve-text = Quem está recebendo é o “recado serve”: não há ícone nem notificações.
ui-banner-take-over = Assumir aqui
ui-banner-no-bell = Este computador não mostra notificações.
ui-banner-no-bell-text = Os recados chegam e ficam no quadro, mas nada aparece na tela quando a janela está fechada.
ui-close-title = Continuar recebendo?
ui-close-text = Este computador não tem onde mostrar o ícone do Recado.
ui-close-again = Fechando só a janela, os recados continuam chegando. Para vê-la de novo, abra o Recado outra vez.
ui-close-go-on = Continuar recebendo
ui-close-quit = Sair do Recado
ui-board-empty-first-steps = Ver os primeiros passos

## A janela: endereço público

ui-reach-title = Endereço público
ui-reach-text = Para que WhatsApp, formulários e outros cheguem a este computador de qualquer lugar. Com um relay, o que chega com ele desligado espera, lacrado.
ui-reach-way = Como se chega a este computador
ui-reach-way-none = Só este computador
ui-reach-way-none-text = Só programas que rodam aqui conseguem enviar.
ui-reach-way-relay = Por um relay
ui-reach-way-relay-text = O servidor que recebe por você, e guarda o que chega com o computador desligado.
ui-reach-way-own = Tenho meu próprio endereço público
ui-reach-way-own-text = Cloudflare Tunnel, ngrok, Tailscale Funnel ou uma porta aberta no roteador.
ui-reach-in-use = Em uso
ui-reach-honest = O que passa na hora fica visível na memória do relay, só enquanto passa. O que espera fica lacrado: quem cuida do relay não consegue ler.
ui-reach-invitation = Convite ou endereço do relay
ui-reach-invitation-hint = Quem cuida do relay manda o convite. De um relay aberto a todos, basta o endereço, como https://recados.exemplo.com.br.
ui-reach-invitation-missing = Cole o convite.
ui-reach-use = Usar este relay
ui-reach-other-invitation = Colar outro convite
ui-reach-base = Endereço deste computador
ui-reach-base-copy = Copiar o endereço público
ui-reach-base-hint = Cada conexão tem o seu, que começa assim. É o da conexão que se cola no remetente.
ui-reach-since = Ligado
ui-reach-waiting = Esperando lá
ui-reach-waiting-none = nada
ui-reach-waiting-count =
    { $count ->
        [one] 1 entrega
       *[other] { $number } entregas
    }
ui-reach-kept = Guarda por
ui-reach-kept-days =
    { $count ->
        [one] 1 dia
       *[other] { $number } dias
    }
ui-reach-connected = Recebendo
ui-reach-connecting = Ligando…
ui-reach-away = Sem ligação
ui-reach-stopped = Parado
ui-reach-off = Desligado
ui-reach-off-text = Quem está com o Recado aberto agora não recebe pelo relay.
ui-reach-away-since = Sem ligação { $when }
ui-reach-away-text = Se o relay estiver no ar, o que chega enquanto isso espera lá, lacrado.
ui-reach-again-in =
    { $count ->
        [0] Tentando agora…
       *[other] Tenta de novo em { $count } s.
    }
ui-reach-try-now = Tentar agora
ui-reach-use-here = Usar neste computador
ui-reach-replaced = Outro computador usa este endereço
ui-reach-invitation-refused = O relay pede outro convite
ui-reach-removed = O relay tirou este endereço
ui-reach-other-relay = Não é o relay de antes
ui-reach-protocol = As versões não se entendem
ui-reach-identity = A chave do endereço não pôde ser lida
ui-reach-leave = Deixar de usar
ui-reach-leave-title = Deixar de usar { $relay }?
ui-reach-leave-text = Quem envia para os endereços públicos dele deixa de chegar a este computador. Se você voltar a este relay, os endereços são os mesmos.
ui-reach-leave-waiting =
    { $count ->
        [one] 1 entrega que espera lá ainda não foi trazida.
       *[other] { $number } entregas que esperam lá ainda não foram trazidas.
    }
ui-reach-left = { $relay } não é mais usado
ui-reach-carry = Outro computador
ui-reach-carry-hint = Um arquivo com senha leva o endereço junto, e nenhum remetente precisa mudar nada.
ui-reach-export = Exportar…
ui-reach-import = Importar…
ui-reach-import-have = Tenho o endereço de outro computador
ui-reach-export-title = Exportar o endereço público
ui-reach-export-text = Quem tiver este arquivo e a senha recebe no lugar deste computador. Guarde os dois em lugares diferentes.
ui-reach-passphrase = Senha
ui-reach-passphrase-again = A senha outra vez
ui-reach-passphrase-hint = Sem ela o arquivo não abre, e ninguém consegue recuperá-la. Quatro ou cinco palavras soltas são uma boa senha.
ui-reach-passphrase-missing = Escreva uma senha.
ui-reach-passphrase-differs = As duas não são iguais.
ui-reach-strength = Força da senha
ui-reach-strength-weak = Fraca: quem tiver o arquivo pode adivinhá-la
ui-reach-strength-fair = Razoável: umas palavras a mais ajudam
ui-reach-strength-good = Boa
ui-reach-export-save = Salvar…
ui-reach-export-done = O endereço está salvo
ui-reach-import-title = Usar o endereço de outro computador
ui-reach-import-text = Este computador passa a receber no lugar do outro, que para de receber.
ui-reach-import-gives-up = O endereço que este computador tem agora é abandonado. Quem envia para ele não chega mais aqui: cole os endereços novos nesses remetentes.
ui-reach-import-file = Escolher o arquivo…
ui-reach-import-paste = ou cole aqui o conteúdo do arquivo
ui-reach-import-pasted = Conteúdo do arquivo
ui-reach-import-file-missing = Escolha o arquivo ou cole o conteúdo dele.
ui-reach-import-too-big = Este arquivo é grande demais para ser um endereço.
ui-reach-import-do = Usar aqui
ui-reach-imported = Este computador usa agora o endereço importado
ui-reach-own-aim = O seu túnel ou roteador precisa levar até aqui
ui-reach-own-aim-copy = Copiar para onde o túnel precisa levar
ui-reach-own-url = Endereço público
ui-reach-own-url-hint = O começo, até antes de /in/. Por exemplo https://recado.suaempresa.com.br.
ui-reach-own-missing = Escreva o endereço.
ui-reach-own-check = Conferir
ui-reach-own-check-again = Conferir de novo
ui-reach-own-reached = Chega a este computador
ui-reach-own-not-reached = Não chega a este computador
ui-reach-own-unchecked = Ainda não foi conferido. Dá para salvar assim mesmo, mas pode ser que ninguém chegue.
ui-reach-own-save-anyway = Salvar mesmo assim
ui-reach-own-saved = Endereço público salvo
ui-reach-own-change = Mudar
ui-reach-own-leave-title = Deixar de usar este endereço?
ui-reach-own-leave-text = As conexões deixam de mostrá-lo. Quem já envia para ele continua chegando enquanto o seu túnel estiver no ar.
ui-reach-own-left = O endereço próprio não é mais usado
ui-reach-own-relay-goes-on = O relay { $relay } continua ligado, para quem ainda envia para os endereços de lá. Deixe de usá-lo quando todos tiverem mudado.
ui-reach-own-in-force = As conexões mostram o seu endereço próprio. O relay continua recebendo quem ainda usa os endereços de lá.
ui-reach-proxy = Quem enviou
ui-reach-proxy-hint = Atrás de um túnel todos parecem ser ele. Com o cabeçalho certo, a portaria barra só quem tenta adivinhar, e não todos juntos.
ui-reach-proxy-none = Não acreditar em nenhum
ui-reach-proxy-forwarded-for = X-Forwarded-For (ngrok, Tailscale, Caddy, nginx)
ui-reach-proxy-cloudflare = CF-Connecting-IP (Cloudflare)
ui-reach-proxy-real-ip = X-Real-IP
ui-reach-proxy-forwarded = Forwarded (RFC 7239)
ui-reach-proxy-from = Só quando vem de
ui-reach-proxy-from-hint = Endereços de rede do túnel ou proxy, separados por vírgula. Vazio: só este computador.
ui-reach-proxy-from-none = este computador
ui-reach-proxy-from-saved = Salvo
ui-reach-proxy-offer = Quem fica no meio diz quem enviou no cabeçalho { $header }. Acreditar nele deixa a portaria mais certeira.
ui-reach-proxy-offer-do = Acreditar nele
ui-reach-asked-title = Usar este relay?
ui-reach-asked-text = { $relay } passa a receber por este computador e guarda, lacrado, o que chega com ele desligado.
ui-reach-asked-same = { $relay } já é o relay em uso. O convite novo vale no lugar do antigo, e os endereços não mudam.
ui-reach-asked-replaces = Ele toma o lugar de { $relay }. Os endereços públicos mudam: quem já envia para os de agora precisa receber os novos.
ui-reach-asked-replaces-own = Ele toma o lugar de { $address }. As conexões passam a ter endereços novos, que precisam ser colados nos remetentes.
ui-reach-asked-trust = Só aceite se você conhece quem cuida dele.
ui-reach-asked-decline = Agora não
ui-reach-asked-broken-title = O convite não pôde ser lido
ui-reach-asked-broken = Talvez o link tenha vindo cortado. Peça outro a quem cuida do relay.
ui-reach-used = O relay agora é { $relay }
ui-reach-status = Endereço público
ui-reach-status-connected = Pelo relay
ui-reach-status-connecting = Ligando ao relay…
ui-reach-status-away = Sem ligação com o relay
ui-reach-status-stopped = O relay parou
ui-reach-status-off = Relay desligado
ui-reach-status-own = Endereço próprio
ui-reach-status-waiting =
    { $count ->
        [one] 1 entrega espera no relay
       *[other] { $number } entregas esperam no relay
    }
ui-reach-status-bringing =
    { $count ->
        [one] 1 entrega sendo trazida…
       *[other] { $number } entregas sendo trazidas…
    }
ui-reach-see = Ver nos ajustes
ui-reach-banner-stopped = O relay não recebe mais para este computador.
ui-reach-banner-away = Sem ligação com o relay { $when }
ui-reach-preparing = Sendo preparado…
ui-reach-preparing-text = O relay ainda vai confirmar este endereço. Leva alguns segundos.
ui-reach-preparing-away = Aparece aqui quando a ligação com o relay voltar.
ui-reach-preparing-stopped = O relay está parado, e este endereço ainda não foi confirmado.
ui-reach-here = Neste computador
ui-reach-here-copy = Copiar o endereço de { $title } neste computador
ui-reach-needed = { $sender } envia da internet, e ainda não chega a este computador
ui-reach-needed-text = O endereço abaixo só responde aqui dentro. Com um endereço público, o remetente chega de qualquer lugar.
ui-reach-needed-do = Ter um endereço público
ui-reach-only-here = Só programas deste computador chegam a este endereço.
ui-reach-script-needs = O script precisa de um endereço público: ele roda fora deste computador.
ui-reach-signed-same = O remetente assina o endereço, e vale o de cima.
ui-reach-signed-use = Usar o endereço de cima
ui-reach-signed-other = É outro

## Janela: a atividade

ui-activity-search = Buscar na atividade
ui-activity-search-field = Buscar nome, telefone, motivo
ui-activity-search-clear = Limpar a busca
ui-activity-filters = Filtros
ui-activity-filter-source = Conexão
ui-activity-filter-verdict = Resultado
ui-activity-filter-period = Período
ui-activity-filter-more = { $first } e mais { $more }
ui-activity-filter-remove = Tirar o filtro { $filter }
ui-activity-filter-clear = Limpar
ui-activity-source-any = Todas as conexões
ui-activity-source-gone = conexão removida
ui-activity-verdict-any = Todos os resultados
ui-activity-verdict-accepted = Registradas
ui-activity-verdict-duplicate = Repetidas
ui-activity-verdict-ignored = Sem novidade
ui-activity-verdict-unmatched = Sem contato
ui-activity-verdict-paused = Esperando
ui-activity-verdict-handshake = Verificação do endereço
ui-activity-verdict-malformed = Ilegíveis
ui-activity-verdict-refused = Recusadas
ui-activity-verdict-limited = Barradas
ui-activity-period-any = Qualquer dia
ui-activity-period-today = Hoje
ui-activity-period-yesterday = Ontem
ui-activity-period-week = Últimos 7 dias
ui-activity-period-month = Últimos 30 dias
ui-activity-period-dates = Escolher os dias
ui-activity-period-hour = { $day }, { $from } às { $to }
ui-activity-period-days = { $from } a { $to }
ui-activity-period-until = até { $day }, { $time }
ui-activity-period-since = desde { $day }
ui-activity-calendar-previous = Mês anterior
ui-activity-calendar-next = Mês seguinte
ui-activity-day-title =
    { $near ->
        [today] Entregas de hoje
        [yesterday] Entregas de ontem
       *[other] Entregas de { $day }
    }
ui-activity-day-previous = Dia anterior
ui-activity-day-next = Dia seguinte
ui-activity-day-failed = Os números do dia não vieram. { $reason }
ui-activity-total-received =
    { $count ->
        [0] nenhuma recebida
        [one] 1 recebida
       *[other] { $number } recebidas
    }
ui-activity-total-refused =
    { $count ->
        [one] 1 recusada
       *[other] { $number } recusadas
    }
ui-activity-total-unmatched = { $number } sem contato
ui-activity-total-malformed =
    { $count ->
        [one] 1 ilegível
       *[other] { $number } ilegíveis
    }
ui-activity-total-counted = mais { $number } fora da lista
ui-activity-total-counted-text = Pedidos a endereços que não existem, de um jeito que não é aceito ou acima do limite: o Recado só os conta.
ui-activity-chart = Entregas por hora
ui-activity-chart-hint = As setas andam pelas horas. Enter mostra só as entregas de uma hora.
ui-activity-chart-hour = { $from } às { $to }
ui-activity-chart-taken = registradas ou sem novidade
ui-activity-chart-hour-column = Hora
ui-activity-list = Entregas
ui-activity-list-keys = As setas andam pela lista. Enter abre a entrega.
ui-activity-list-loading = Carregando a atividade
ui-activity-list-failed = Não deu para abrir a atividade
ui-activity-list-older-failed = As mais antigas não vieram.
ui-activity-list-end = Estas são todas.
ui-activity-list-full = A lista fica por aqui para não pesar.
ui-activity-list-before = Ver as anteriores
ui-activity-fresh =
    { $count ->
        [one] 1 nova
       *[other] { $number } novas
    }
ui-activity-empty = Ainda não chegou nada
ui-activity-empty-text = Cada entrega que um remetente faz aparece aqui, com o que virou dela.
ui-activity-empty-connections = Ver as conexões
ui-activity-none = Nenhuma entrega assim
ui-activity-none-text = Nada do que chegou combina com estes filtros.
ui-activity-none-clear = Limpar os filtros
ui-activity-what-several = e mais { $count }
ui-activity-repeats = chegou { $count } vezes
ui-activity-chip-new = Contato novo
ui-activity-chip-updated = Atualizado
ui-activity-chip-appointment = Horário
ui-activity-chip-filed = Registrada
ui-activity-chip-pending = Buscando detalhes
ui-activity-chip-duplicate = Repetida
ui-activity-chip-ignored = Sem novidade
ui-activity-chip-unmatched = Sem contato
ui-activity-chip-paused = Esperando
ui-activity-chip-handshake = Verificação
ui-activity-chip-malformed = Ilegível { $status }
ui-activity-chip-refused = Recusada { $status }
ui-activity-chip-limited = Barrada { $status }
ui-activity-kind-message = mensagem
ui-activity-kind-lead = cadastro
ui-activity-kind-appointment = horário
ui-activity-kind-payment = pagamento
ui-activity-kind-order = pedido
ui-activity-kind-receipt = aviso de entrega
ui-activity-kind-other = acontecimento
ui-activity-line-accepted = registrada
ui-activity-line-pending = esperando os detalhes
ui-activity-line-duplicate = já tinha entrado
ui-activity-line-ignored = nada a registrar
ui-activity-line-unmatched = não diz de quem é
ui-activity-line-paused = entra quando você retomar a conexão
ui-activity-line-handshake = o remetente conferiu o endereço
ui-activity-line-malformed = o conteúdo não dá para ler
ui-activity-line-refused = não provou de quem vem
ui-activity-line-limited = veio demais em pouco tempo
ui-activity-apply-all-text = Depois de ensinar o Recado, as que ficaram sem contato podem ser lidas de novo.
ui-activity-apply-all = Ler todas de novo
ui-activity-apply-all-done =
    { $recovered ->
        [0] Nenhuma mudou: ainda não dizem de quem são.
        [one] 1 entrega entrou no quadro.
       *[other] { $recovered } entregas entraram no quadro.
    }
ui-activity-apply-all-none = Não há mais nenhuma sem contato.
ui-activity-open = Entrega
ui-activity-open-previous = Mais nova
ui-activity-open-next = Mais antiga
ui-activity-open-gone = Esta entrega não está mais na atividade
ui-activity-open-gone-text = As mais antigas são apagadas depois de um tempo. O que elas trouxeram fica nos cartões.
ui-activity-open-failed = Não deu para abrir a entrega
ui-activity-open-when = { $day } às { $time }
ui-activity-why-accepted = Está no quadro
ui-activity-why-filed = Foi registrada
ui-activity-why-pending = Faltam os detalhes
ui-activity-why-duplicate = Já tinha entrado
ui-activity-why-ignored = Nada a registrar
ui-activity-why-unmatched = Não se sabe de quem é
ui-activity-why-paused = Está guardada
ui-activity-why-handshake = O endereço foi conferido
ui-activity-why-malformed = O conteúdo não dá para ler
ui-activity-why-refused = Não provou de quem vem
ui-activity-why-limited = Veio demais em pouco tempo
ui-activity-why-accepted-text = O que ela diz está no cartão de quem enviou.
ui-activity-why-pending-key = Este remetente manda só um número; o resto o Recado busca com o token de acesso, que ainda falta nesta conexão.
ui-activity-why-pending-text = Este remetente manda só um número. O Recado está buscando o resto e registra quando vier; nada se perde.
ui-activity-why-duplicate-text = O remetente mandou de novo o que já estava registrado. Nada mudou, e ninguém foi avisado duas vezes.
ui-activity-why-ignored-text = É autêntica, mas não conta nada sobre ninguém: por exemplo um sinal de vida, ou a conversa de um grupo.
ui-activity-why-unmatched-teach = Mostre ao Recado onde estão o nome e o telefone: esta e as outras iguais entram no quadro.
ui-activity-why-unmatched-text = Ela fica guardada inteira. Se o remetente passar a mandar um telefone ou um e-mail, as próximas entram sozinhas.
ui-activity-why-paused-text = A conexão está em pausa. Quando você retomar, ela entra no quadro sozinha.
ui-activity-why-handshake-text = O remetente perguntou se este endereço é seu antes de começar a enviar, e o Recado respondeu.
ui-activity-why-malformed-text = O remetente foi avisado do erro. Se isso se repetir, quem cuida do sistema dele precisa ver o conteúdo abaixo.
ui-activity-why-refused-text = Ou alguém tentou se passar pelo remetente, ou a chave da conexão não é a mesma que está lá.
ui-activity-why-refused-kept = Fica guardada por 7 dias: corrigindo a chave, ela entra sozinha.
ui-activity-why-limited-text = O remetente foi avisado para tentar de novo mais tarde. Os limites estão nos ajustes.
ui-activity-do-secret = Conferir a chave
ui-activity-do-key = Dar o token de acesso
ui-activity-do-teach = Ensinar o Recado
ui-activity-do-resume = Ver a conexão
ui-activity-do-settings = Ver os limites
ui-activity-do-first = Ver a primeira
ui-activity-do-apply = Ler de novo
ui-activity-do-curl = Copiar como curl
ui-activity-do-curl-hint = O comando que envia a mesma coisa de novo, com as chaves por preencher
ui-activity-applied-recovered = Entrou: agora está no cartão.
ui-activity-applied-same = Nada mudou: o que havia nela já estava registrado.
ui-activity-applied-unmatched = Foi lida de novo, e ainda não diz de quem é.
ui-activity-applied-refused = Foi conferida de novo, e ainda não prova de quem vem.
ui-activity-applied-pending = Foi lida de novo. Os detalhes ainda não vieram.
ui-activity-applied-malformed = Foi lida de novo, e o conteúdo continua ilegível.
ui-activity-events =
    { $count ->
        [one] O que entrou
       *[other] O que entrou ({ $count })
    }
ui-activity-event-open = Abrir o contato
ui-activity-event-ours = enviada por nós
ui-activity-event-id = Número no remetente
ui-activity-body = Conteúdo
ui-activity-body-size = { $kind } · { $size }
ui-activity-body-json = JSON
ui-activity-body-xml = XML
ui-activity-body-form = Formulário
ui-activity-body-text = Texto
ui-activity-body-binary = Dados
ui-activity-body-wrap = Quebrar as linhas
ui-activity-body-copy = Copiar o conteúdo
ui-activity-body-cut = O conteúdo é maior; aqui está o começo dele.
ui-activity-body-none = Desta o Recado não guarda o conteúdo.
ui-activity-body-empty = Veio sem conteúdo.
ui-activity-request = Como chegou
ui-activity-request-headers =
    { $count ->
        [0] Sem cabeçalhos guardados
        [one] 1 cabeçalho
       *[other] { $count } cabeçalhos
    }
ui-activity-request-hidden = O que é segredo nunca é guardado.
ui-activity-took-label = levou { $took }
ui-activity-trouble = As entregas de { $source } são recusadas desde { $when }
ui-activity-trouble-count =
    { $count ->
        [one] 1 entrega recusada.
       *[other] { $number } entregas recusadas.
    }
ui-activity-trouble-show = Mostrar
ui-activity-lockouts =
    { $count ->
        [one] 1 endereço está barrado por insistir
       *[other] { $number } endereços estão barrados por insistir
    }
ui-activity-lockouts-text = Foram recusados vezes demais. Voltam a ser ouvidos sozinhos; se for um engano, libere.
ui-activity-lockout = { $remote } em { $source }
ui-activity-lockout-left =
    { $count ->
        [one] 1 recusa
       *[other] { $number } recusas
    } · por mais { $left }
ui-activity-lockout-over =
    { $count ->
        [one] 1 recusa
       *[other] { $number } recusas
    } · já pode tentar
ui-activity-lockout-lift = Liberar
ui-activity-lockout-lift-who = Liberar { $remote }
ui-activity-lockout-lifted = { $remote } foi liberado
ui-activity-lockouts-none = Ninguém está barrado agora.
ui-activity-settings-gate = Proteção
ui-activity-settings-gate-text = Quem insiste sem provar quem é deixa de ser ouvido por um tempo, só ele e só naquela conexão.
ui-activity-settings-refusals = Barrar depois de
ui-activity-settings-refusals-never = Nunca
ui-activity-settings-refusals-count = { $number } recusas seguidas
ui-activity-settings-lockout = Na primeira vez, por
ui-activity-settings-lockout-hint = A cada vez o dobro, até uma hora.
ui-activity-settings-seconds =
    { $count ->
        [one] 1 segundo
       *[other] { $number } segundos
    }
ui-activity-settings-minutes =
    { $count ->
        [one] 1 minuto
       *[other] { $number } minutos
    }
ui-activity-settings-hours =
    { $count ->
        [one] 1 hora
       *[other] { $number } horas
    }
ui-activity-settings-rate = Aceitar de cada conexão até
ui-activity-settings-rate-any = Quantas vierem
ui-activity-settings-rate-count = { $number } por minuto
ui-activity-settings-rate-hint = Acima disso o remetente é avisado para tentar de novo mais tarde.
ui-activity-settings-locked-now = Quem está barrado agora
ui-activity-settings-retention = Atividade guardada
ui-activity-settings-retention-text = O que passa disso é apagado: o conteúdo e a linha da entrega. As contagens por dia e o que está nos cartões ficam.
ui-activity-settings-days = Guardar por
ui-activity-settings-days-count =
    { $count ->
        [one] 1 dia
       *[other] { $number } dias
    }
ui-activity-settings-days-months =
    { $count ->
        [one] 1 mês
       *[other] { $count } meses
    }
ui-activity-settings-days-year = 1 ano
ui-activity-settings-size = Ocupar no máximo
ui-activity-settings-less = Guardar menos?
ui-activity-settings-less-days = As entregas com mais de { $days } são apagadas da atividade, e isso não volta.
ui-activity-settings-less-size = Se a atividade ocupa mais de { $size }, as entregas mais antigas são apagadas, e isso não volta.
ui-activity-settings-less-stays = O que elas trouxeram continua nos cartões, e as contagens por dia também ficam.
ui-activity-settings-less-do = Guardar menos
ui-activity-settings-secrets = Chaves
ui-activity-settings-secrets-text = As chaves com que o Recado confere os remetentes.
ui-activity-settings-secrets-keyring = No cofre deste computador
ui-activity-settings-secrets-keyring-text = Quem copia a pasta de dados não leva as chaves junto.
ui-activity-settings-secrets-file = Num arquivo só seu
ui-activity-settings-secrets-file-text = Este computador não tem um cofre de senhas em uso. O arquivo fica na pasta de dados e só o seu usuário pode lê-lo: guarde bem as cópias dela.
ui-activity-receipt-sent = enviada
ui-activity-receipt-delivered = entregue
ui-activity-receipt-read = lida
ui-activity-receipt-failed = não chegou

## Janela: o monitoramento

ui-nav-monitoring = Monitoramento
ui-connection-monitoring = Ver os números
ui-monitoring-span = Período
ui-monitoring-span-hours = 24 horas
ui-monitoring-span-days = 30 dias
ui-monitoring-span-weeks = 26 semanas
ui-monitoring-loading = Contando
ui-monitoring-failed = Não deu para contar o que chegou
ui-monitoring-empty = Ainda não chegou nada
ui-monitoring-empty-text = Quando a primeira entrega chegar, você vê aqui quantas vêm, de onde, quantas viram contatos e quanto a resposta demora. Para começar, cole o endereço de uma conexão no sistema que envia. Os testes não entram na conta.
ui-monitoring-figures = Em resumo
ui-monitoring-deliveries = Entregas
ui-monitoring-contacts = Contatos novos
ui-monitoring-not-filed = Não entraram
ui-monitoring-not-filed-what = sem contato, recusadas, ilegíveis ou barradas
ui-monitoring-not-filed-none = tudo o que chegou entrou
ui-monitoring-not-filed-share = { $percent } do que chegou
ui-monitoring-answers = Tempo de resposta
ui-monitoring-answers-text = metade das respostas em até esse tempo; 95 de cada 100 em até { $most }
ui-monitoring-answers-words = metade das respostas em até { $median }, 95 de cada 100 em até { $most }
ui-monitoring-answers-none = nenhuma resposta
ui-monitoring-answers-half = metade em até
ui-monitoring-answers-most = 95 de cada 100 em até
ui-monitoring-same =
    { $span ->
        [hours] igual às 24 horas antes
        [days] igual aos 30 dias antes
       *[weeks] igual às 26 semanas antes
    }
ui-monitoring-more =
    { $span ->
        [hours] { $by } a mais que nas 24 horas antes
        [days] { $by } a mais que nos 30 dias antes
       *[weeks] { $by } a mais que nas 26 semanas antes
    }
ui-monitoring-less =
    { $span ->
        [hours] { $by } a menos que nas 24 horas antes
        [days] { $by } a menos que nos 30 dias antes
       *[weeks] { $by } a menos que nas 26 semanas antes
    }
ui-monitoring-times =
    { $span ->
        [hours] { $by } vezes o das 24 horas antes
        [days] { $by } vezes o dos 30 dias antes
       *[weeks] { $by } vezes o das 26 semanas antes
    }
ui-monitoring-none-before =
    { $span ->
        [hours] nada nas 24 horas antes
        [days] nada nos 30 dias antes
       *[weeks] nada nas 26 semanas antes
    }
ui-monitoring-no-before =
    { $span ->
        [hours] ainda não há 24 horas antes para comparar
        [days] ainda não há 30 dias antes para comparar
       *[weeks] ainda não há 26 semanas antes para comparar
    }
ui-monitoring-chart =
    { $span ->
        [hours] Entregas por hora
        [days] Entregas por dia
       *[weeks] Entregas por semana
    }
ui-monitoring-chart-contacts =
    { $span ->
        [hours] Contatos novos por hora
        [days] Contatos novos por dia
       *[weeks] Contatos novos por semana
    }
ui-monitoring-chart-answers =
    { $span ->
        [hours] Tempo de resposta por hora
        [days] Tempo de resposta por dia
       *[weeks] Tempo de resposta por semana
    }
ui-monitoring-chart-hint = As setas andam pelas barras. Enter abre na atividade as entregas desse tempo.
ui-monitoring-none =
    { $span ->
        [hours] Nada chegou nestas 24 horas
        [days] Nada chegou nestes 30 dias
       *[weeks] Nada chegou nestas 26 semanas
    }
ui-monitoring-step =
    { $span ->
        [hours] Hora
        [days] Dia
       *[weeks] Semana
    }
ui-monitoring-hour = { $day }, { $from } às { $to }
ui-monitoring-week = semana de { $days }
ui-monitoring-part-taken = Entraram
ui-monitoring-contacts-words =
    { $count ->
        [0] nenhum contato novo
        [one] 1 contato novo
       *[other] { $number } contatos novos
    }
ui-monitoring-sources = Por conexão
ui-monitoring-source = Conexão
ui-monitoring-course = Ao longo do período
ui-monitoring-last = Última entrega
ui-monitoring-never = nunca
ui-monitoring-open = Abrir a conexão { $title }
ui-monitoring-state =
    { $state ->
        [paused] em pausa
       *[removed] removida
    }

## Por que um valor não é o que o dono diz

mapping-missing = Esta entrega não tem esse valor, ou ele está vazio.
mapping-not-one-value = Isto é um grupo de valores. Escolha um deles.
mapping-no-name = Isto não pode ser o nome de ninguém.
mapping-no-phone = Isto não é um telefone.
mapping-no-email = Isto não é um e-mail.
mapping-no-time = Isto não é um dia e horário que se consiga ler.
mapping-no-hour = Isto é um dia sem horário. Escolha também o valor com o horário.
mapping-no-day = Isto é um horário sem dia. Escolha também o valor com o dia.
mapping-no-amount = Isto não é um valor em dinheiro.
mapping-no-id = Isto é longo demais para um código.
mapping-no-field-name = Dê um nome ao campo.

## The tunnel: why there is no link to the relay, and what can be done

tunnel-no-name = O nome { $relay } não foi encontrado. O computador está sem internet? Se outras páginas abrem, confira o nome com quem cuida do relay.
tunnel-refused = Ninguém responde em { $relay }. O relay pode estar desligado: avise quem cuida dele se isso não passar.
tunnel-no-network = Não há caminho até o relay. O computador está sem internet?
tunnel-no-answer = { $relay } não respondeu a tempo. A internet está lenta, ou o relay está ocupado.
tunnel-not-safe = A conexão com o relay não é segura: { $reason }. Confira a data e a hora deste computador; se estiverem certas, avise quem cuida do relay.
tunnel-proxy = O proxy desta rede não deixa passar: { $reason }. Fale com quem cuida da rede.
tunnel-no-websocket = Alguma coisa no caminho não deixa passar a conexão (WebSocket): um proxy, um antivírus ou o servidor à frente do relay. Fale com quem cuida da rede ou do relay.
tunnel-broken = A conexão com o relay caiu: { $reason }.
tunnel-unsuitable = Este computador não consegue fazer a conexão: { $reason }.
tunnel-no-relay = Em { $relay } não responde um relay do Recado (resposta { $status }). Confira o endereço com quem cuida dele.
tunnel-malformed = O que responde em { $relay } não fala como um relay do Recado, ou alguma coisa no caminho mudou o que foi dito. Em redes com página de entrada (hotel, café), entre nela primeiro.
tunnel-program-old = O relay já não entende esta versão do Recado. Atualize o Recado neste computador.
tunnel-relay-old = O relay é antigo demais para esta versão do Recado. Peça a quem cuida dele que o atualize.
tunnel-other-name = O relay em { $relay } diz que se chama { $says }. Use o endereço que ele diz, se ele é o seu, ou peça um convite novo.
tunnel-other-key = O relay que responde não é o de antes: a chave é outra. Ou foi instalado de novo, ou é de outra pessoa. Só continue com um convite novo de quem cuida dele.
tunnel-invitation-needed = O relay só recebe com convite. Peça um a quem cuida dele e cole aqui.
tunnel-invitation-invalid = O relay não aceita o convite: já foi usado, venceu ou não é dele. Peça outro.
tunnel-says-no = O relay não aceitou a conexão: { $reason }.
tunnel-full = O relay está cheio e não recebe mais computadores agora. Avise quem cuida dele.
tunnel-too-many = Foram tentativas demais em pouco tempo. O relay pede para esperar.
tunnel-not-now = O relay está reiniciando ou ocupado. A conexão volta sozinha.
tunnel-removed = Quem cuida do relay removeu o endereço deste computador. Fale com ele.
tunnel-replaced = Outro computador se conectou com este mesmo endereço e recebe agora no lugar deste. Para receber aqui de novo, conecte outra vez.
tunnel-silent = O relay ficou em silêncio. A internet caiu?
tunnel-cut = A conexão com o relay caiu.
failure-invitation-shape = Isto não é um convite. Um convite começa com recado://relay/ e vem de quem cuida do relay (o servidor que recebe por você). De um relay aberto a todos basta o endereço, como https://hooks.example.com.
failure-invitation-cut = O convite está incompleto: falta o fim. Copie o link inteiro.
failure-invitation-damaged = O convite está danificado: algo nele mudou. Copie o link de novo, inteiro, ou peça outro.
failure-relay-plain = { $relay } não é um endereço seguro: pela internet, qualquer um no caminho leria e mudaria o que chega. Use https://. Só neste computador ou na rede local, por número (como http://192.168.0.7), serve http://.

## Avisos sobre as conexões: por que ninguém responde a um remetente, a bandeja, as notificações, recado alerts

patience-off = O Recado ficou fechado neste computador.
patience-blocked = Outro programa ocupa a porta do Recado, e aqui nada entra.
patience-store = O Recado não consegue gravar: o disco está cheio ou não responde. Libere espaço.
patience-relay-silent = O relay não responde daqui; talvez também não responda a quem envia.
patience-relay-unsafe = A conexão com o relay não é segura daqui; quem envia talvez também não consiga se conectar.
patience-relay-refuses = O relay não aceita este computador agora; talvez também recuse quem envia.
patience-relay-removed = O relay removeu o endereço deste computador e recusa quem envia.
patience-relay-forgot = O relay não conhece mais este computador e pede um convite; quem envia é recusado.
patience-relay-other = No endereço do relay responde outro servidor, que não guarda o que lhe enviam.
tray-alerts =
    { $count ->
        [one] 1 conexão precisa de você
       *[other] { $count } conexões precisam de você
    }
toast-silent = { $source }: silêncio fora do comum
toast-silent-text = Nada chega desde { $since }. Nesse tempo costumam chegar { $usual } recados.
toast-shape-changed = { $source }: o formulário mudou
toast-shape-changed-text =
    { $gone ->
        [0] Chegam campos novos.
       *[other] Não chega mais: { $names }.
    } Veja e corrija o mapa.
toast-unanswered = { $source }: remetente sem resposta
toast-unanswered-text =
    { $then ->
        [lost] Ele tenta até { $at } e depois desiste do que enviou.
        [queue-stopped] Ele tenta até { $at } e depois para a fila.
       *[disabled] Ele tenta até { $at } e depois se desliga.
    } { $why }
toast-gave-up =
    { $then ->
        [lost] { $source }: entregas podem ter se perdido
        [queue-stopped] { $source }: o remetente pode ter parado a fila
       *[disabled] { $source }: o remetente pode ter se desligado
    }
toast-gave-up-text = Ninguém respondeu a ele desde { $since }. O Recado mostra o que fazer.
alerts-none = Nenhuma conexão precisa de atenção.
alerts-silent = Nada chega desde { $since }; nesse tempo costumam chegar { $usual } recados.
alerts-shape-changed = O que chega mudou de forma desde { $since }.
alerts-shape-gone = Não chega mais: { $names }
alerts-shape-new = É novo: { $names }
alerts-unanswered =
    { $then ->
        [lost] O remetente não é atendido desde { $since }. Em { $at } ele desiste do que enviou primeiro.
        [queue-stopped] O remetente não é atendido desde { $since }. Em { $at } ele para a fila.
       *[disabled] O remetente não é atendido desde { $since }. Em { $at } ele se desliga.
    }
alerts-gave-up =
    { $then ->
        [lost] O remetente pode ter desistido de entregas: ninguém lhe respondeu
        [queue-stopped] O remetente pode ter parado a fila: ninguém lhe respondeu
       *[disabled] O remetente pode ter se desligado: ninguém lhe respondeu
    } { $until ->
        [now] desde { $since }.
       *[other] de { $since } a { $until }.
    }
alerts-do = O que fazer:
alerts-causes = Pode ser:

## Remetente de brinquedo

failure-no-sample = Deste remetente não há uma amostra chamada “{ $sample }”.
sample-not-address-alone = Aqui só o endereço é conferido: quem o conhece pode enviar.
sample-not-checked-yet = Ainda sem a chave, só o endereço é conferido. Cole a chave para que o resto seja recusado.
sample-not-without-secret = Falta a chave: até lá tudo é recusado.
sample-wrong-not-taken = A resposta foi { $status }, e devia ter sido aceita. { $why }
sample-wrong-names-nobody = Chegou, mas ninguém foi encontrado na entrega.
sample-wrong-not-filed = Chegou, mas nada dela foi para o quadro.
sample-wrong-believed = A prova era falsa, e mesmo assim a resposta foi { $status } em vez de 401.
sample-wrong-not-noticed = O conteúdo estava estragado, e mesmo assim a resposta foi { $status } em vez de 400. { $why }
sample-wrong-filed-twice = A segunda não foi reconhecida como repetição da primeira.
sample-wrong-not-turned-away = Era maior que o limite, e mesmo assim a resposta foi { $status } em vez de 413. { $why }
sample-advice-secret = Confira a chave e o jeito de conferir nesta conexão.
sample-advice-later = Envie de novo daqui a pouco.
sample-advice-mapping = Diga em “Campos” qual valor é o telefone ou o e-mail.
sample-advice-fault = Envie de novo. Se continuar assim, o defeito é do Recado, não do remetente.
test-tag = Teste

## recado send-sample

send-sample-no-engine = O Recado não está aberto, e um teste não chegaria a lugar nenhum. Abra o Recado, ou rode `recado serve` em outro terminal, e envie de novo.
send-sample-sent = { $kind }: { $answer }, em { $took } ms
send-sample-delivery = entrega { $delivery }
send-sample-contact = contato { $contact }
send-sample-none = Deste remetente não há amostras além da pequena, que é enviada sem --sample.

## Janela: avisos sobre as conexões

ui-alerts-banner =
    { $count ->
        [one] 1 conexão precisa de você:
       *[other] { $number } conexões precisam de você:
    }
ui-alert-see = Ver
ui-alert-see-title = Ver o que há com { $source }
ui-alert-dismiss = Tirar o aviso
ui-alert-dismissed = Aviso sobre { $source } tirado
ui-alert-docs = Documentação do remetente
ui-alert-silent = Silêncio fora do comum
ui-alert-silent-line = O último recado chegou { $when }.
ui-alert-silent-text =
    { $count ->
        [one] O último recado chegou { $when }. Nesse tempo costuma chegar 1 recado.
       *[other] O último recado chegou { $when }. Nesse tempo costumam chegar { $usual } recados.
    }
ui-alert-causes = Pode ser:
ui-alert-silent-test = Se o teste chega, deste lado está tudo certo: confira do lado do remetente.
ui-alert-unanswered = O remetente está sem resposta
ui-alert-unanswered-line =
    { $then ->
        [lost] Em { $left } ele desiste.
        [queue_stopped] Em { $left } ele para a fila.
       *[disabled] Em { $left } ele se desliga.
    }
ui-alert-unanswered-text = Ele não é atendido desde { $when }.
ui-alert-unanswered-until =
    { $then ->
        [lost] até ele desistir do que enviou primeiro, { $when }
        [queue_stopped] até ele parar a fila, { $when }
       *[disabled] até ele se desligar, { $when }
    }
ui-alert-unanswered-then =
    { $then ->
        [lost] Se for atendido antes, nada se perde. Depois, o que ele enviou primeiro não vem mais; o que vier a seguir continua.
        [queue_stopped] Se for atendido antes, nada se perde. Depois, ele guarda tudo e não envia mais nada até você religar a fila.
       *[disabled] Se for atendido antes, nada se perde. Depois, ele não envia mais nada até você ligá-lo de novo.
    }
ui-alert-gave-up =
    { $then ->
        [lost] Entregas podem ter se perdido
        [queue_stopped] O remetente pode ter parado a fila
       *[disabled] O remetente pode ter se desligado
    }
ui-alert-gave-up-line =
    { $count ->
        [0] Confira do lado do remetente.
        [one] Há um passo a fazer.
       *[other] Há { $count } passos a fazer.
    }
ui-alert-gave-up-now = Ninguém o atende desde { $since }, e o prazo dele acabou.
ui-alert-gave-up-text = Ninguém o atendeu de { $since } até { $until }, mais do que ele espera.
ui-alert-gave-up-then =
    { $then ->
        [lost] O que ele enviou nesse tempo pode não chegar mais.
        [queue_stopped] Assim que chegar algo dele, este aviso some sozinho.
       *[disabled] Assim que chegar algo dele, este aviso some sozinho.
    }
ui-alert-recover = O que fazer:
ui-alert-address = O endereço desta conexão, se for preciso colar de novo:
ui-alert-done = Feito
ui-alert-shape = O que chega mudou de forma
ui-alert-shape-line =
    { $count ->
        [one] Já veio assim 1 entrega.
       *[other] Já vieram assim { $count } entregas.
    }
ui-alert-shape-text =
    { $count ->
        [one] 1 entrega já veio assim. Ela está guardada inteira.
       *[other] { $number } entregas já vieram assim. Elas estão guardadas inteiras.
    }
ui-alert-shape-gone = Não chega mais
ui-alert-shape-new = É novo
ui-alert-shape-repair = Ver e consertar

## Janela: os testes de uma conexão

ui-samples-title = Testar a conexão
ui-samples-text = O Recado faz o papel do remetente e confere cada resposta. O que ele envia fica marcado como teste.
ui-samples-send = Enviar os testes
ui-samples-well =
    { $count ->
        [one] O teste foi respondido como devia
       *[other] Os { $count } testes foram respondidos como deviam
    }
ui-samples-bad =
    { $bad ->
        [one] 1 de { $count } testes não foi respondido como devia
       *[other] { $bad } de { $count } testes não foram respondidos como deviam
    }
ui-sample-good = Uma entrega boa
ui-sample-good-must = Tem de ser aceita.
ui-sample-bad-signature = Prova falsa
ui-sample-bad-signature-must = Tem de ser recusada: quem não tem a chave não entra.
ui-sample-wrong-type = Conteúdo estragado
ui-sample-wrong-type-must = Tem de voltar dizendo onde está o erro.
ui-sample-duplicate = A mesma duas vezes
ui-sample-duplicate-must = Tem de entrar uma vez só.
ui-sample-huge = Grande demais
ui-sample-huge-must = Tem de ser barrada antes de encher a memória.
ui-sample-taken = Aceita ({ $status }) em { $took } ms
ui-sample-waits = Guardada até você retomar ({ $status }) em { $took } ms
ui-sample-nothing-to-file = Aceita ({ $status }), sem nada para o quadro, em { $took } ms
ui-sample-refused = Recusada ({ $status }) em { $took } ms
ui-sample-returned = Devolvida com o motivo ({ $status }) em { $took } ms
ui-sample-recognised = A segunda foi reconhecida ({ $status }) em { $took } ms
ui-sample-turned-away = Barrada ({ $status }) em { $took } ms
ui-sample-sending = Enviando: { $sample }
ui-sample-send = Enviar: { $sample }
ui-sample-again = Enviar de novo: { $sample }
ui-sample-show = Ver entrega
ui-sample-show-of = Ver entrega: { $sample }

## Janela: um mapa que se conserta

ui-repair-title = O que mudou em { $source }
ui-repair-text = Compare o que chegava com o que chega agora e confira onde está cada campo. O que já chegou incompleto é corrigido junto.
ui-repair-none = Tudo chega como antes: não há nada a consertar.
ui-repair-failed = A comparação não pôde ser feita
ui-repair-before = Como chegava
ui-repair-before-lost = O último que chegou completo já saiu do registro. Os campos abaixo são os que ele tinha.
ui-repair-after = Como chega agora
ui-repair-gone = não chega mais
ui-repair-new = novo
ui-repair-rows = Onde está cada campo agora
ui-repair-where = Onde está { $role } agora?
ui-repair-nowhere = Não chega mais
ui-repair-new-ones = Novos
ui-repair-old-ones = Já chegavam
ui-repair-sure = quase certo
ui-repair-check = confira
ui-repair-own = você escolheu
ui-repair-not-found = não encontrado: escolha
ui-repair-unused = não usar
ui-repair-preview = O mais novo fica assim
ui-repair-left =
    { $count ->
        [one] 1 entrega incompleta continua como está.
       *[other] { $number } entregas incompletas continuam como estão.
    }
ui-repair-later = Agora não
ui-repair-save =
    { $count ->
        [one] Salvar e corrigir 1 entrega
       *[other] Salvar e corrigir { $number } entregas
    }
ui-repair-save-only = Salvar para as próximas
ui-repair-done =
    { $count ->
        [0] Salvo: as próximas chegam completas
        [one] 1 contato recuperado
       *[other] { $number } contatos recuperados
    }
ui-repair-recovered =
    { $count ->
        [one] 1 que ninguém sabia de quem era já está no quadro.
       *[other] { $number } que ninguém sabia de quem eram já estão no quadro.
    }
ui-repair-completed =
    { $count ->
        [one] 1 que já estava no quadro ganhou o que faltava.
       *[other] { $number } que já estavam no quadro ganharam o que faltava.
    }
ui-repair-from-now = O que chegar daqui em diante é lido assim.
ui-repair-put-back = Voltar aos campos de antes
ui-repair-put-back-done = Os campos de antes estão de volta
ui-repair-close = Pronto
