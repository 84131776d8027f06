"""Who did it: the actors that a text makes the agents of an attack or of the harm itself."""

from __future__ import annotations

from rasid.extraction.actors.sides import HOSTS
from rasid.extraction.analysis import SentenceAnalysis
from rasid.extraction.attribution import is_report
from rasid.extraction.casualty.clauses import Context, Span
from rasid.extraction.casualty.methods import MeansMention
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker, readings
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor
from rasid.text.document import COMMAS, Token

_ADJECTIVES = 3
_SUBJECT = 8
_BETWEEN = 4
_FIGHTS = frozenset(("clashes", "airstrike", "shelling"))
_ARMED = frozenset(("GOV", "MIL", "REB", "PRM", "COP"))
_QUOTES = frozenset("\"'“”«»‘’()")


class AgentReader:
    """Chooses the perpetrators of the statements of one document."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def read(self, said: Statement, clause: Span, aggregate: bool) -> list[Actor]:
        """The perpetrators of a statement: from its clause, its sentence, or the attack named before it."""
        for span in (clause, Span(said.sentence, 0, len(said.sentence.tokens) - 1)):
            found = self._agents(span, self.context.means(said.index), said)
            if found:
                return distinct(found)
        found = self._holders(said) if said.effect in ("detained", "abducted") else self._enemies(said)
        if found:
            return distinct(found)
        if self._names_attack(said, clause) or (aggregate and not self._recalls(said, clause)):
            return []
        for index in self._neighbours(said):
            sentence = self.context.sentences[index]
            found = self._agents(Span(sentence, 0, len(sentence.tokens) - 1), self.context.means(index), None)
            if found:
                return distinct(found)
        return []

    def side_of(self, said: Statement) -> Actor | None:
        """The side or organisation that the people counted belong to: "خمسة من عناصر …"."""
        means = self.context.means(said.index)
        return next((m.actor for m in said.sentence.actors if _is_victim(said, m, means)), None)

    def _holders(self, said: Statement) -> list[ActorMention]:
        """Who took people away: the last side named before the cue ("أعلنت السلطات … القبض على")."""
        cue = said.cue.first if said.cue else said.first
        means = self.context.means(said.index)
        sides = [
            m
            for m in said.sentence.actors
            if m.last < cue and not m.place_like and not m.adjective and not _is_victim(said, m, means) and not _aimed(said, m)
        ]
        return sides[-1:]

    def _enemies(self, said: Statement) -> list[ActorMention]:
        """The side that fights those who fell: "تقدمت قوات الجيش … ومقتل 20 حوثيا"."""
        if not any("combatant" in r.term.groups for r in said.figure.people) or said.parent is not None:
            return []
        means = self.context.means(said.index)
        if not any(m.means.method in _FIGHTS or m.means.method is None for m in means):
            return []
        fallen = {m.actor.code for m in said.sentence.actors if _is_victim(said, m, means)}
        sides = [
            m
            for m in said.sentence.actors
            if m.last < said.first and m.actor.sector in _ARMED and m.actor.code not in fallen and not _tells(said, m)
        ]
        return [m for m in sides if not _aimed(said, m)]

    def _names_attack(self, said: Statement, clause: Span) -> bool:
        """Whether the clause tells of an attack of its own, so that one named before is another."""
        return any(
            m.means.attack and not m.definite and clause.holds(m.first, m.last) and m.first > said.first - 6
            for m in self.context.means(said.index)
        )

    def _recalls(self, said: Statement, clause: Span) -> bool:
        """Whether a toll of a period is of the attacks told of before: "خلال أسبوع من القصف"."""
        return any(m.means.attack and m.definite and clause.holds(m.first, m.last) for m in self.context.means(said.index))

    def _neighbours(self, said: Statement) -> list[int]:
        if self.context.background(said.index):
            return []
        reach = 4 if self.context.refers_back(said.index) else 1
        return [
            *self.context.before(said.index, reach),
            *(i for i in self.context.after(said.index, 1) if self.context.refers_back(i)),
        ]

    def _agents(self, span: Span, means: list[MeansMention], said: Statement | None) -> list[ActorMention]:
        found: list[ActorMention] = []
        for mention in span.sentence.actors:
            if not span.holds(mention.first, mention.last) or (said is not None and _is_victim(said, mention, means)):
                continue
            if mention.adjective and _names_place(span.sentence, mention):
                continue
            if _torn(span.sentence, mention):
                continue
            acts = _acts(span.sentence.tokens, means, mention) or (said is not None and _harms(said, mention))
            if acts or (found and _joined(span.sentence.tokens, found[-1], mention)):
                found.append(mention)
        return found


def distinct(mentions: list[ActorMention]) -> list[Actor]:
    """The actors of some mentions, each once; a bare state is left out where a side of it is named."""
    seen: dict[tuple[str, str | None], Actor] = {}
    sided = {mention.actor.code for mention in mentions if mention.actor.sector}
    for mention in mentions:
        if mention.actor.sector is None and mention.actor.code in sided:
            continue
        seen.setdefault((mention.actor.code, mention.actor.sector), mention.actor)
    return list(seen.values())


def _names_place(sentence: SentenceAnalysis, mention: ActorMention) -> bool:
    """Whether an adjective is part of a place's name: "العاصمة اليمنية صنعاء"."""
    return any(p.first < mention.first and mention.last <= p.last for p in sentence.places)


def _torn(sentence: SentenceAnalysis, mention: ActorMention) -> bool:
    """Whether it is a country at war with itself, which is where and not who, unless named beside another ("روسيا وسوريا")."""
    if not mention.place_like or mention.actor.sector is not None or mention.actor.code not in HOSTS:
        return False
    tokens = sentence.tokens
    beside = [m for m in sentence.actors if m.last + 1 == mention.first or m.first == mention.last + 1]
    return not any(tokens[max(m.first, mention.first)].form.startswith("و") for m in beside)


def _is_victim(said: Statement, mention: ActorMention, means: list[MeansMention]) -> bool:
    """Whether an actor qualifies the people counted: "خمسة من عناصر الحوثيين"."""
    figure = said.figure
    if figure.first <= mention.first <= figure.last + 1:
        return True
    tokens = said.sentence.tokens
    between = tokens[figure.last + 1 : mention.first]
    if any(figure.last < m.first < mention.first for m in means):
        return False
    return figure.last < mention.first and len(between) <= 4 and any(marked(t.form, "belonging") for t in between)


def _tells(said: Statement, mention: ActorMention) -> bool:
    """Whether the actor is only the source: the word before it is a verb of report or "according to"."""
    tokens = said.sentence.tokens
    return any(is_report(t.form) or marked(t.form, "sourcing") for t in tokens[max(0, mention.first - 3) : mention.first])


def _aimed(said: Statement, mention: ActorMention) -> bool:
    """Whether the word before the actor makes it a target, an opponent or a place."""
    before = said.sentence.tokens[mention.first - 1].form if mention.first else ""
    return before in marker("target_words") or before in marker("particles")


def _joined(tokens: list[Token], before: ActorMention, mention: ActorMention) -> bool:
    """Whether an actor is coordinated with an agent: "الطائرات الروسية والسورية", "الجيش وبإسناد من التحالف"."""
    between = [t.form for t in tokens[before.last + 1 : mention.first] if t.form not in _QUOTES]
    if not between:
        return tokens[mention.first].form.startswith("و")
    return (
        between[0].startswith("و")
        and len(between) <= 3
        and (between[0] == "و" or any(marked(form, "backing") for form in between) or readings_empty(between))
    )


def readings_empty(forms: list[str]) -> bool:
    """Whether none of some words has a part in a toll."""
    return len(forms) == 1 and not readings(forms[0])


def _acts(tokens: list[Token], means: list[MeansMention], mention: ActorMention) -> bool:
    """Whether the words around an actor make it the agent of an attack, whoever was hurt."""
    before = [t.form for t in tokens[max(0, mention.first - 4) : mention.first] if t.form not in _QUOTES]
    if _opposed(tokens, means, mention):
        return True
    if before and any(form in marker("target_words") for form in before[-1:]):
        return False
    if any(marked(form, "agent_words") or form in marker("agent_words") for form in before[-3:]):
        return True
    for attack in means:
        gap = tokens[attack.last + 1 : mention.first]
        if mention.place_like and tokens[mention.first].form.startswith("ب"):
            continue
        if attack.means.attack and attack.first < mention.first and mention.last <= attack.last:
            return True
        if (
            attack.means.attack
            and attack.last < mention.first
            and len(gap) <= _ADJECTIVES
            and _qualifies(gap)
            and (not _against(tokens, attack) or (mention.adjective and marked(before[-1], "forces")))
        ):
            return True
    if before and (_agent_verb(before[-1]) or (len(before) > 1 and _agent_verb(before[-2]) and marked(before[-1], "forces"))):
        return not mention.place_like or not marked(before[-1], "targeting")
    if _far_subject(tokens, mention):
        return True
    return _then_acts(tokens, means, mention)


def _far_subject(tokens: list[Token], mention: ActorMention) -> bool:
    """Whether words of force alone part the actor from its verb: "نفذت مجموعة من وحدات الجيش"."""
    if mention.place_like:
        return False
    for at in range(mention.first - 1, max(-1, mention.first - 1 - _BETWEEN), -1):
        form = tokens[at].form
        if _agent_verb(form):
            return at < mention.first - 1
        if tokens[at].kind != "word" or not (form == "من" or marked(form, "forces") or marked(form, "groups")):
            return False
    return False


def _opposed(tokens: list[Token], means: list[MeansMention], mention: ActorMention) -> bool:
    """Whether the actor is the enemy of a fight: "اشتباكات مع قوات الأمن"."""
    for attack in means:
        gap = tokens[attack.last + 1 : mention.first]
        fight = attack.means.method == "clashes" and 0 < len(gap) <= 4 and mention.first > attack.last
        if fight and any(t.form in ("مع", "ضد") for t in gap[-2:]) and not any(t.form == "بين" for t in gap):
            return True
    return False


def _qualifies(gap: list[Token]) -> bool:
    """Whether only adjectives and a preposition stand between an attack and its agent: "قصف صاروخي عنيف ل…"."""
    return all(
        (t.kind == "word" and t.form not in marker("target_words") and not marked(t.form, "boundaries") and not _relative(t.form))
        or t.form in _QUOTES
        for t in gap
    )


def _relative(form: str) -> bool:
    return form in ("التي", "الذي", "في", "من", "بعد", "قبل", "منذ", "خلال", "و", "او", "ضمن")


def _against(tokens: list[Token], attack: MeansMention) -> bool:
    """Whether the attack's words turn to its target: "استهداف", "اغتيال"."""
    return tokens[attack.first].form.lstrip("وبلف").startswith(("استهداف", "اغتيال", "تحرير", "كمين"))


def _agent_verb(form: str) -> bool:
    return marked(form, "agent_verbs") or form in marker("agent_verbs")


def _then_acts(tokens: list[Token], means: list[MeansMention], mention: ActorMention) -> bool:
    """Whether the actor is the subject of a verb of attack behind it, or has its own attack there ("واصلت … غاراتها")."""
    verbal = False
    for at in range(mention.last + 1, min(mention.last + 1 + _SUBJECT, len(tokens))):
        token = tokens[at]
        if token.form in COMMAS and at == mention.last + 1:
            return _after_aside(tokens, at)
        if token.kind == "punct" and token.form not in _QUOTES:
            return False
        if marked(token.form, "boundaries"):
            return False
        if marked(token.form, "responsible") and any(t.form == "عن" for t in tokens[at + 1 : at + 3]):
            return True
        if _agent_verb(token.form):
            return not mention.place_like or at - mention.last <= 2
        verbal = verbal or token.form.endswith(("ها", "هم", "ه"))
        if at - mention.last <= 4 and any(m.first == at and m.means.attack for m in means):
            form = token.form
            return form.endswith(("اتها", "اتهم", "فها", "فهم")) or (
                form.startswith("ب") and at == mention.last + 1 and not mention.adjective
            )
    return False


def _after_aside(tokens: list[Token], comma: int) -> bool:
    """Whether the verb of attack follows an aside between commas: "الميليشيا، في عدد من المدن، أجبرت"."""
    for at in range(comma + 1, min(comma + 12, len(tokens) - 1)):
        if tokens[at].form in COMMAS:
            return _agent_verb(tokens[at + 1].form) and not tokens[at + 1].form.startswith("و")
    return False


def _harms(said: Statement, mention: ActorMention) -> bool:
    """Whether the actor is the subject of the verb of harm itself: "قتلت قوات النظام خمسة", "الحوثيون يخطفون اثنين"."""
    cue = said.cue
    if cue is None or cue.phrase is not None or cue.frame not in ("hit", "hurt_object", "act"):
        return False
    tokens = said.sentence.tokens
    if cue.frame == "act":
        return 0 < cue.first - mention.last <= 2 and any(
            marked(t.form, "committing") for t in tokens[mention.last + 1 : cue.first]
        )
    if cue.last < mention.first < said.figure.first:
        return tokens[mention.first - 1].form not in marker("particles")
    if cue.reading is not None and cue.reading.joined:
        return False
    gap = tokens[mention.last + 1 : cue.first]
    if cue.last < said.figure.first and len(gap) <= 1 and all(t.kind == "word" for t in gap):
        return mention.last < cue.first and not _reporting(tokens, mention)
    return False


def _reporting(tokens: list[Token], mention: ActorMention) -> bool:
    return mention.first > 0 and tokens[mention.first - 1].form in marker("target_words")
