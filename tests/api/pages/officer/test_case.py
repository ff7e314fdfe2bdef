def test_page(as_, world):
    for reference in (world.fresh, world.offered, world.published, world.licensed):
        for who in (world.cast.officer, world.cast.reviewer):
            for lang in ("en", "pl"):
                answer = as_(who).get(f"/technologies/{reference}?lang={lang}")
                assert answer.status_code == 200, answer.text
    assert as_(world.cast.reviewer).get("/reviews").status_code == 200
