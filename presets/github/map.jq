# GitHub: what happened stands in a header and in `action`. Who owns the repository or works on it speaks for the
# business; apps speak for nobody. What comes without GitHub's header is of a system that only signs as it does.

.lang as $lang | (.headers | obj | .["x-github-event"] | word) as $event
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line($by): [.[] | strings] | if . == [] then null else join($by) end;

  def ours: (.author_association | word) as $role | any("OWNER", "MEMBER", "COLLABORATOR"; . == $role);

  def person: obj | (.login | word) as $login
    | {name: ((.name | word) // $login), ids: [(.id // $login) | word | strings | {platform: "github", id: .}]};

  # `$said` is what was written, `$thread` where; `$thread` itself where that was opened.
  def message($kind; $said; $thread; $repository):
    ($said.user | obj) as $who | ($thread.user | obj) as $asked
    | (if ($said | ours) then "out" else "in" end) as $direction
    | if ($who.type | word) == "Bot" or ($who.login | word // "" | endswith("[bot]")) then {ignored: "system"}
      # An answer of the business is told to whoever asked.
      elif $direction == "out" and ($thread == $said or ($asked.type | word) == "Bot" or ($thread | ours)) then {ignored: "own"}
      else
        {
          kind: "message",
          direction: $direction,
          at: ($said.created_at // $said.submitted_at),
          external_id: (($said.node_id | word) // ($said.id | word | strings | "\($kind) \(.)") // null),
          contact: ((if $direction == "out" then $asked else $who end) | person),
          text: ([(if $thread == $said then $said.title else null end | word), ($said.body | word)] | line("\n\n")),
          tags: [$thread.labels | each | obj | .name | word | strings],
          fields: ({
            about: (if $thread == $said then null else $thread.title | word end),
            number: ($thread.number | word),
            repository: ($repository | obj | .full_name | word),
            url: ($said.html_url | word),
            profile: ((if $direction == "out" then $asked else $who end) | .html_url | word)
          } | said)
        }
      end;

  def sponsorship:
    .action as $action | (.sponsorship | obj) as $it | ($it.tier | obj) as $tier | ($it.node_id | word) as $id
    | if $action == "created" or $action == "cancelled" then
        {
          kind: "order", at: $it.created_at, external_id: $id, version: $action, matter: $id,
          contact: ($it.sponsor | person),
          text: ([(if $action == "created" then say("Novo patrocínio"; "New sponsorship") else say("Patrocínio cancelado"; "Sponsorship cancelled") end),
            ($tier.name | word)] | line(": ")),
          amount: {minor: $tier.monthly_price_in_cents, currency: "USD"},
          fields: ({profile: ($it.sponsor | obj | .html_url | word)} | said)
        }
      else {ignored: "event"} end;

  def told:
    obj | .action as $action | .repository as $repository
    | (.issue // .pull_request // .discussion | obj) as $thread
    | if $event == "ping" then {ignored: "ping"}
      elif any("edited", "deleted"; . == $action) then {ignored: "edit"}
      elif $event == "issues" and $action == "opened" then message("issue"; $thread; $thread; $repository)
      elif $event == "pull_request" and $action == "opened" then message("pull request"; $thread; $thread; $repository)
      elif $event == "discussion" and $action == "created" then message("discussion"; $thread; $thread; $repository)
      elif any("issue_comment", "pull_request_review_comment", "discussion_comment"; . == $event) and $action == "created" then
        message($event; .comment | obj; $thread; $repository)
      elif $event == "commit_comment" and $action == "created" then message($event; .comment | obj; {}; $repository)
      # Most reviews say nothing beside their comments.
      elif $event == "pull_request_review" and $action == "submitted" and (.review | obj | .body | word) != null then
        message($event; .review | obj; $thread; $repository)
      elif $event == "sponsorship" then sponsorship
      else {ignored: "event"} end;

  [ .body | each | (obj | .payload | objects) // .
    | if $event == null then {guess: (if type == "object" then . else {text: .} end)} else told end ]
