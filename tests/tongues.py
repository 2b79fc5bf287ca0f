"""A small curriculum in each of some languages, as an author would write it there."""

from __future__ import annotations

import json
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum

_TEXTS: dict[str, dict[str, Any]] = {
    "Spanish": {
        "title": "El viaje del agua",
        "overview": "Una unidad sobre **adónde va el agua** y cómo lo sabemos.",
        "question": "¿Por qué no se secan los ríos?",
        "unit": "El ciclo del agua",
        "objectives": ["Puedo explicar por qué se seca un charco.", "Puedo ordenar las etapas del ciclo."],
        "lesson": "Moja una piedra y déjala al sol. En una hora está seca. **¿Adónde fue el agua?**\n\n## Hacia arriba\n\n"
        "El sol calienta el agua hasta que una parte se vuelve un gas, el *vapor de agua*. Esto es la **evaporación**.\n\n"
        "![El ciclo](figure:cycle)\n\n| Lugar | Horas |\n| --- | --: |\n| sol | 1 |\n| sombra | 5 |",
        "nodes": [
            ("Mar", "agua líquida"),
            ("Vapor", "no se ve"),
            ("Nube", "gotas muy pequeñas"),
            ("Lluvia", ""),
        ],
        "links": ["se evapora", "se condensa", "cae", "vuelve al mar"],
        "points": ["El Sol mueve el ciclo.", "El agua no se pierde."],
        "terms": [
            ("evaporación", "El cambio de líquido a gas."),
            ("condensación", "El cambio de gas a líquido."),
        ],
        "ask": "¿De qué está hecha una nube?",
        "options": ["De gotas y hielo", "De algodón", "Solo de vapor"],
        "safety": "El profesor vierte el agua: tibia, nunca caliente.",
        "steps": ["Vierte agua tibia en el frasco.", "Pon hielo sobre la tapa.", "Observa cinco minutos."],
    },
    "Arabic": {
        "title": "رحلة الماء",
        "overview": "وحدة واحدة عن **مسار الماء** وكيف عرفناه.",
        "question": "لماذا لا تجف الأنهار؟",
        "unit": "دورة الماء",
        "objectives": ["أستطيع أن أشرح لماذا تجف البركة.", "أستطيع أن أرتب مراحل الدورة."],
        "lesson": "بلّل حجرًا واتركه في الشمس. بعد ساعة يصبح جافًا. **أين ذهب الماء؟**\n\n## إلى الأعلى\n\n"
        "تسخّن الشمس الماء حتى يتحول بعضه إلى غاز هو *بخار الماء* (H2O). هذا هو **التبخر**.\n\n"
        "![الدورة](figure:cycle)\n\n| المكان | الساعات |\n| --- | --: |\n| الشمس | 1 |\n| الظل | 5 |",
        "nodes": [("البحر", "ماء سائل"), ("البخار", "لا يُرى"), ("السحاب", "قطرات صغيرة"), ("المطر", "")],
        "links": ["يتبخر", "يتكثف", "يسقط", "يعود إلى البحر"],
        "points": ["الشمس تحرك الدورة.", "لا يضيع شيء من الماء."],
        "terms": [("التبخر", "تحول السائل إلى غاز."), ("التكثف", "تحول الغاز إلى سائل.")],
        "ask": "مم يتكون السحاب؟",
        "options": ["من قطرات وجليد", "من قطن", "من بخار فقط"],
        "safety": "يصب المعلم الماء: دافئ وليس ساخنًا.",
        "steps": ["صب ماءً دافئًا في الوعاء.", "ضع الجليد على الغطاء.", "راقب خمس دقائق."],
    },
    "Chinese": {
        "title": "水的旅行",
        "overview": "一个单元，讲**水到哪里去**，以及我们怎样知道。",
        "question": "为什么河流不会干？",
        "unit": "水循环",
        "objectives": ["我能解释水洼为什么会干。", "我能排出水循环各阶段的顺序。"],
        "lesson": "把石头弄湿，放在太阳下。一小时后它就干了。**水到哪里去了？**\n\n## 上升\n\n"
        "太阳把水晒热，一部分水变成气体，叫做*水蒸气*。这就是**蒸发**。\n\n"
        "![水循环](figure:cycle)\n\n| 地方 | 小时 |\n| --- | --: |\n| 太阳下 | 1 |\n| 阴影里 | 5 |",
        "nodes": [("海", "液态水"), ("水蒸气", "看不见"), ("云", "小水滴"), ("雨", "")],
        "links": ["蒸发", "凝结", "落下", "流回大海"],
        "points": ["太阳推动水循环。", "水不会消失。"],
        "terms": [("蒸发", "液体变成气体。"), ("凝结", "气体变成液体。")],
        "ask": "云是由什么组成的？",
        "options": ["水滴和冰", "棉花", "只有水蒸气"],
        "safety": "由老师倒水：水是温的，绝不烫。",
        "steps": ["把温水倒进罐子。", "把冰放在盖子上。", "观察五分钟。"],
    },
}

LANGUAGES = tuple(_TEXTS)


def curriculum_in(language: str) -> Curriculum:
    """One unit with a lesson, a diagram, a chart, an activity and a quiz, all in that language."""
    said = _TEXTS[language]
    names = [f"n{at}" for at in range(len(said["nodes"]))]
    unit = {
        "id": "cycle",
        "title": said["unit"],
        "essential_question": said["question"],
        "objectives": [{"id": f"o{at}", "text": text} for at, text in enumerate(said["objectives"])],
        "lesson": said["lesson"],
        "key_points": said["points"],
        "vocabulary": [{"term": term, "definition": meaning} for term, meaning in said["terms"]],
        "diagrams": [
            {
                "id": "cycle",
                "title": said["unit"],
                "kind": "cycle",
                "nodes": [
                    {"id": name, "label": label, "detail": detail}
                    for name, (label, detail) in zip(names, said["nodes"], strict=True)
                ],
                "links": [
                    {"source": name, "target": names[(at + 1) % len(names)], "label": label}
                    for at, (name, label) in enumerate(zip(names, said["links"], strict=True))
                ],
                "alt": said["overview"],
            }
        ],
        "chart": {
            "id": "chart",
            "title": said["terms"][0][0],
            "kind": "bar",
            "x_label": said["nodes"][3][0],
            "y_label": said["nodes"][0][0],
            "unit": "mm",
            "categories": [label for label, _ in said["nodes"]],
            "series": [{"name": said["unit"], "values": [3, 1, 4, 1.5]}],
            "source": "WMO, 1961–1990",
            "alt": said["overview"],
            "question": said["question"],
        },
        "activity": {
            "title": said["terms"][1][0],
            "grouping": "pairs",
            "minutes": 15,
            "steps": said["steps"],
            "safety": said["safety"],
        },
        "quiz": {
            "questions": [
                {
                    "kind": "multiple_choice",
                    "id": "q1",
                    "prompt": said["ask"],
                    "options": [{"text": text} for text in said["options"]],
                    "answer": 0,
                    "explanation": said["points"][1],
                },
                {"kind": "ordering", "id": "q2", "prompt": said["unit"], "steps": said["steps"]},
            ]
        },
    }
    whole = {
        "schema_version": 3,
        "id": f"water-{language.lower()}",
        "title": said["title"],
        "overview": said["overview"],
        "essential_question": said["question"],
        "request": {"subject": "Science", "grade": "Grade 5", "style": "Standard", "language": language},
        "units": [unit],
        "provenance": {
            "author": "bank",
            "author_version": "2026.1",
            "package_version": "1.0.0",
            "created": "2026-01-02T03:04:05Z",
        },
    }
    return Curriculum.model_validate_json(json.dumps(whole))
