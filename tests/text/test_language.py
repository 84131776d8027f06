"""Languages in Arabic letters are told apart, by a text or by a headline; Arabic is never taken for another."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from rasid.text.language import detect_language

DEV = Path(__file__).parents[3] / "shared" / "eval" / "dev"
SENTENCES = {
    "ar": [
        "قتل خمسة مدنيين في قصف على بلدة متخيلة صباح اليوم",
        "مقتل 5 مدنيين بقصف",
        "وزير الخارجية يلتقي نظيره في العاصمة",
        "کانت هذه المدينة تحت القصف منذ أیام",
        "الأمم المتحدة: نزوح ألف أسرة",
        "اجتماع طارئ لمجلس الأمن",
        "بغداد تستدعي السفير التركي",
        "غارات جوية إسرائيلية على مخيم النصيرات وسط قطاع غزة",
        "ارتفاع حصيلة القتلى إلى 12",
        "پوتين يلتقي بايدن في جنيف",
    ],
    "fa": [
        "پنج غیرنظامی در حمله توپخانه‌ای به شهر کشته شدند",
        "وزیر امور خارجه با همتای خود دیدار کرد",
        "سازمان ملل متحد این حمله را محکوم کرده است",
        "دولت اعلام کرد که شمار کشته‌شدگان به دوازده نفر رسیده است",
        "این نشست در پایتخت برگزار شد",
        "رئیس جمهور گفت که مذاکرات ادامه دارد",
        "نیروهای امنیتی دو نفر را بازداشت کردند",
        "در پی انفجار بمب در بازار شهر ده نفر زخمی شدند",
    ],
    "ur": [
        "شہر پر گولہ باری سے پانچ شہری ہلاک ہو گئے",
        "وزیر خارجہ نے اپنے ہم منصب سے ملاقات کی",
        "اقوام متحدہ نے اس حملے کی مذمت کی ہے",
        "حکومت نے کہا ہے کہ ہلاکتوں کی تعداد بارہ ہو گئی ہے",
        "یہ اجلاس دارالحکومت میں ہوا",
        "صدر نے کہا کہ مذاکرات جاری ہیں",
        "پولیس نے دو افراد کو گرفتار کر لیا",
        "بازار میں بم دھماکے سے دس افراد زخمی ہوئے",
    ],
    "ckb": [
        "پێنج هاووڵاتی لە تۆپباران‌کردنی شارەکەدا کوژران",
        "وەزیری دەرەوە لەگەڵ هاوتاکەی کۆبووەوە",
        "نەتەوە یەکگرتووەکان ئەم هێرشەی مەحکوم کرد",
        "حکومەت ڕایگەیاند کە ژمارەی کوژراوان گەیشتە دوازدە",
        "ئەم کۆبوونەوەیە لە پایتەخت بەڕێوە چوو",
        "سەرۆک گوتی کە گفتوگۆکان بەردەوامن",
        "پۆلیس دوو کەسی دەستگیر کرد",
        "بە هۆی تەقینەوەی بۆمبێک لە بازاڕ دە کەس بریندار بوون",
    ],
    "ps": [
        "د ښار په بازار کې پنځه کسان ووژل شول",
        "د بهرنیو چارو وزیر له خپل سیال سره وکتل",
        "ملګرو ملتونو دغه برید وغانده",
        "حکومت وویل چې د وژل شویو شمېر دولسو ته رسېدلی دی",
    ],
    "und-Latn": [
        "Five civilians were killed in a shelling",
        "Beş sivil öldü",
        "Le ministre a rencontré son homologue",
        "ABC 123",
    ],
    "und": ["Пять мирных жителей погибли", "五名平民死亡", "12 — 13", ""],
}


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in SENTENCES.items() for text in texts])
def test_headlines(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_a_declaration_decides_only_where_the_text_does_not() -> None:
    assert detect_language("محمد رضا", "fa-IR") == "fa"
    assert detect_language("محمد رضا", "ar") == detect_language("محمد رضا") == "ar"
    assert detect_language(SENTENCES["ar"][0], "fa") == "ar"
    assert detect_language(SENTENCES["fa"][0], "ar") == "fa"
    assert detect_language(SENTENCES["ar"][0], "?") == "ar"


@pytest.mark.skipif(not DEV.exists(), reason="needs ../shared")
def test_no_arabic_article_is_taken_for_another_language() -> None:
    languages: Counter[str] = Counter()
    for name in ("unlabelled.jsonl.gz", "near_duplicates.jsonl.gz"):
        with gzip.open(DEV / name, "rt", encoding="utf-8") as lines:
            languages.update(detect_language(json.loads(line)["text"]) for line in lines)
    assert set(languages) == {"ar"}, languages
