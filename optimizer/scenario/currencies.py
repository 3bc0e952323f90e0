"""Currency codes of ISO 4217 in use (2024), without funds, metals and test codes."""

_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""

CURRENCIES = frozenset(_CODES.split())

#: Codes of what people write instead, in lower case.
_EVERYDAY = {
    **dict.fromkeys(("won", "원", "₩"), "KRW"),
    **dict.fromkeys(("yen", "円", "엔", "¥"), "JPY"),
    **dict.fromkeys(("yuan", "rmb", "元", "위안"), "CNY"),
    **dict.fromkeys(("dollar", "dollars", "us$", "$", "달러"), "USD"),
    **dict.fromkeys(("euro", "euros", "€", "유로"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "stg", "£"), "GBP"),
}


def meant_currency(written: str) -> str | None:
    """Code of the currency that somebody probably means: by its everyday name, its case or its country.

    The first two letters of a code are the country's; other likeness says nothing about three letters.
    """
    text = written.strip().casefold()
    if text in _EVERYDAY:
        return _EVERYDAY[text]
    of_country = [code for code in sorted(CURRENCIES) if len(text) == 3 and code[:2] == text[:2].upper()]
    return of_country[0] if of_country else None
