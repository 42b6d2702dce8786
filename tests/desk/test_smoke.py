def test_pages_open(district, as_login):
    office = as_login("office")
    for url in (
        "/sites/",
        "/sites/?on=2018-09-01",
        f"/sites/{district.sites['甲子砂石矿']}/",
        "/ledgers/",
        "/ledgers/preview/2019-10-24/",
        "/basis/",
        "/basis/五(四)1a/",
    ):
        answer = office.get(url)
        print(url, answer.status_code)
        assert answer.status_code == 200, url
