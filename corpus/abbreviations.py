"""Words after which a full stop does not end a sentence, and words that begin one.

Lists are short on purpose: what is common in news, law and policy texts. An abbreviation that is
missing costs a sentence cut in two; a wrong one costs two sentences in one.
"""

from __future__ import annotations

# Something follows that belongs to them: never the end of a sentence.
_NEVER_LAST = """
vs cf viz e.g i.e eg ie resp incl excl esp approx
z.b d.h u.a o.ä s.o s.u v.a i.d.r bzw sog vgl evtl ggf zzgl inkl dipl ing
"""
NEVER_LAST = frozenset(_NEVER_LAST.split())

# Titles: a name follows. Only with a capital, since "rep", "gen" and "mm" are words and units.
_TITLES = """
mr mrs ms mx messrs dr drs prof sen sens rep reps gov gen adm col maj capt cmdr lt sgt cpl rev
hon fr pres supt st ste mt ft hr m mme mlle mm sr sra srta dra ud uds sig dott avv mag
"""
TITLES = frozenset(_TITLES.split())

# Abbreviations only before a number: "No. 6", "Art. 5", "Fig. 2", "ca. 300".
_BEFORE_NUMBER = """
no nos nr num n art arts sec secs sect ch chap fig figs tab eq eqs vol vols p pp pg pt pts para
paras abs bd ziff kap s ca c app annex reg regs dir cl res bl jg approx circa fol ff l lit
rs sfr fr tk
"""
BEFORE_NUMBER = frozenset(_BEFORE_NUMBER.split())

# May stand inside a sentence or at its end: the next word decides.
_EITHER = """
inc ltd corp co llc plc bros jr esq etc al assn assoc dept univ blvd bldg mio mrd usw bn tn ed eds
a.m p.m ph.d m.d b.a m.a b.sc m.sc d.c u.s u.k u.n e.u u.s.a pseud sq
"""
EITHER = frozenset(_EITHER.split())

# The same, but only with a capital: "Ill." is a state, "ill." the end of a sentence.
_EITHER_CAPITAL = """
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev
okla ore pa tenn tex va vt wash wis wyo mn inst est ave rd min max avg trans no
"""
EITHER_CAPITAL = frozenset(_EITHER_CAPITAL.split())

# Capitalised, these begin a sentence far more often than they go on with a name.
_STARTERS = """
the a an this that these those it he she they we i you its his her their our my your there here
in on at by for from with without into of to as if when while where after before since until
although though because but and or so yet nor not no however meanwhile moreover furthermore
additionally also then thus therefore still instead finally first second third last earlier
later now today what why how who which whose according under over during despite among between
both each every all some many most several such only once other others another
der die das den dem des ein eine einen einem einer es er sie wir ihr ich man im am zum zur bei
mit nach von vor aus auf für und aber oder doch denn wenn als wie wer was wo damit dabei dazu
herr frau dr prof daher deshalb dies diese dieser dieses auch so nun hier dort laut seit bis
le la les un une des du il elle ils elles on nous vous ce cette ces dans en pour par sur avec
mais et ou si quand selon
el los las una unos unas ella ellos ellas nosotros esto este esta estos estas con por para
pero cuando según lo
"""
STARTERS = frozenset(_STARTERS.split())

# Languages that write ordinal numbers with a full stop: "im 3. Quartal".
ORDINAL_DOT = frozenset(
    (
        "de",
        "da",
        "nb",
        "nn",
        "no",
        "fi",
        "et",
        "hu",
        "cs",
        "sk",
        "sl",
        "hr",
        "sr",
        "pl",
        "lv",
        "lt",
        "tr",
    )
)
