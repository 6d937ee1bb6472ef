"""What holds of every form at the desk, whatever it is about."""

import re
from collections import Counter

import pytest
from django.contrib import admin

from tests.desk import administrator, signed_in
from tests.html import read

pytestmark = pytest.mark.django_db
TEMPLATE = re.compile(r"<template>.*?</template>", re.DOTALL)


def ids_in_use(html: str) -> Counter:
    """The ids that a browser has on the page once the first rich text has brought its toolbar and dialogs."""
    return Counter(read(TEMPLATE.sub("", html) + "".join(TEMPLATE.findall(html)[:1])).ids)


@pytest.mark.parametrize("kind", sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "collaboration"))
def test_no_id_stands_twice_on_a_form(client, rf, kind):
    request = rf.get("/admin/")
    request.user = administrator()
    model, its_admin = next(one for one in admin.site._registry.items() if one[0]._meta.model_name == kind)
    there = model._base_manager.first()
    # Where there is nothing yet and nobody adds it by hand, the list stands for the form.
    page = f"{there.pk}/change/" if there else "add/" if its_admin.has_add_permission(request) else ""
    answer = signed_in(client, request.user).get(f"/admin/collaboration/{kind}/{page}")
    assert answer.status_code == 200
    assert [name for name, times in ids_in_use(answer.content.decode()).items() if times > 1] == []
