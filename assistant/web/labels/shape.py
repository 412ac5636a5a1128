"""What is said on the pages, without the words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; ``{n}`` and the like are filled in where they are used."""

    language: str  # its tag (BCP 47)
    # The way between the pages, and the page before them
    chat: str
    figures: str
    starting: str
    wait: str
    # Top, box and empty page
    new: str
    save: str
    as_markdown: str
    as_json: str
    ask: str
    stop: str
    question: str
    placeholder: str
    conversation: str
    hello: str
    from_one: str
    from_many: str
    promise: str
    # Answers
    looking: str
    searched_for: str
    edit: str
    source_n: str
    one_source: str
    many_sources: str
    differ: str
    not_in_sources: str
    unclear: str
    related: str
    no_answer: str
    stopped: str
    nothing: str
    kept: str
    wrong_on_our_side: str
    one_moment: str
    too_many: str
    # Below an answer
    actions: str
    copy: str
    copy_plain: str
    copied: str
    link: str
    link_copied: str
    again: str
    good: str
    bad: str
    what_was_wrong: str
    wrong_figure: str
    wrong_source: str
    should_have_refused: str
    should_have_answered: str
    thanks: str
    not_noted: str
    next: str
    instead: str
    # Articles in use
    only_some: str
    only_some_then: str
    use_all: str
    choose: str
    # Sources
    sources: str
    earlier: str
    of: str
    close: str
    verbatim: str
    all_verbatim: str
    what_verbatim: str
    changed: str
    read_whole: str
    at_publisher: str
    back: str
    worded_by: str
    no_publisher: str
    no_date: str
    by: str
    brief: str
    articles: str
    more: str
    not_read: str
    # The Sources page
    search_passages: str
    words_or_question: str
    looking_for: str
    search: str
    no_passage: str
    one_passage: str
    many_passages: str
    nearest: str
    more_passages: str
    articles_to_use: str
    filter_articles: str
    tick_fitting: str
    one_used: str
    all_used: str
    no_article_fits: str
    articles_shown: str
    words: str
    read: str
    read_it: str
    # The Figures page
    about_figures: str
    filter_figures: str
    unit: str
    all_units: str
    money: str
    all_articles: str
    reading: str
    figure: str
    amount: str
    measures: str
    said_by: str
    article: str
    sentence: str
    sort_by: str
    low_to_high: str
    no_figure_fits: str
    figures_shown: str
    as_csv: str
    amounts_in: str
    largest: str
    plotted: str
    # The reader view
    pages: str
    skip_quote: str
    skip_text: str
    word_for_word: str
    left_out: str
    not_there: str
    no_article: str
    no_such: str
    see_articles: str
    # Turning pages
    page_back: str
    page_on: str
