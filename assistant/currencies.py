"""Currencies that policy articles state amounts in: how they are written, how they are said."""

from __future__ import annotations

# ISO code -> the name that an amount is written out with, and every other way to write it. A name
# that several countries use stands for all of them: within an article it means one.
_CURRENCIES = {
    "KRW": ("won", "krw ₩ 원"),
    "USD": ("dollars", "dollar usd $ us$ 달러"),
    "EUR": ("euros", "euro eur € 유로"),
    "CNY": ("yuan", "rmb cny renminbi 위안"),
    "JPY": ("yen", "jpy ¥ 엔"),
    "GBP": ("pounds", "pound gbp £"),
    "INR": ("rupees", "rupee inr rs ₹"),
    "CHF": ("francs", "franc chf"),
    "CAD": ("Canadian dollars", "cad c$"),
    "AUD": ("Australian dollars", "aud a$"),
    "TWD": ("Taiwan dollars", "twd nt$"),
    "HKD": ("Hong Kong dollars", "hkd hk$"),
    "SGD": ("Singapore dollars", "sgd s$"),
    "BRL": ("reais", "brl r$"),
    "SEK": ("kronor", "krona sek"),
    "DKK": ("kroner", "krone dkk"),
    "PLN": ("zloty", "zlotys pln"),
    "TRY": ("lira", "liras ₺"),
    "RUB": ("roubles", "rouble ruble rubles rub ₽"),
    "ILS": ("shekels", "shekel ils ₪"),
    "AED": ("dirhams", "dirham aed"),
    "SAR": ("riyals", "riyal sar"),
    "IDR": ("rupiah", "idr"),
    "MYR": ("ringgit", "myr"),
    "THB": ("baht", "thb"),
    "VND": ("dong", "vnd ₫"),
    "MXN": ("pesos", "peso mxn"),
    "ZAR": ("rand", "zar"),
    "NGN": ("naira", "ngn ₦"),
    "KES": ("shillings", "shilling kes"),
}
NAMES = {code: name for code, (name, _) in _CURRENCIES.items()}
CODES = {
    written: code
    for code, (name, others) in _CURRENCIES.items()
    for written in (name.lower(), *others.split())
}
