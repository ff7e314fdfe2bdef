from models.rules.prior_art import address_of, suggested_query, told_secrets


def test_the_suggestion_takes_the_telling_words_and_the_keywords():
    title = "A method for the rapid detection of resistance by łańcuch aptamerów"
    query = suggested_query(title, ["lateral flow", "diagnostics", "lateral flow"])
    assert query == 'ta all "rapid detection resistance lancuch aptamerow" or ta="lateral flow" or ta="diagnostics"'


def test_a_case_without_words_suggests_nothing():
    assert suggested_query("A of", []) == ""


def test_quotes_in_a_title_never_break_the_query():
    assert suggested_query('Say "hello" or pa=*', ['x" or pa="y']) == 'ta all "say hello" or ta="x or pa y"'


def test_words_that_only_confidential_texts_hold_are_named():
    query = 'ta="boronic ester" and ta=urine and cpc=G01N33'
    assert told_secrets(query, ["A boronic ester in urine."], ["A strip for urine."]) == ["boronic", "ester"]


def test_only_a_publication_number_becomes_an_address():
    assert address_of("EP1000000A1").endswith("pn%3DEP1000000A1")
    assert address_of("EP1&x=<b>") == ""
