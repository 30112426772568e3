"""Each day the worker deletes photos and files that nothing names any more, and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.test import Client

from core.files import clearing, documents, photo_access
from core.files.clearing import clear_unnamed, file_fields
from core.files.thumbnails import WIDTHS, thumbnail_name
from enterprises.models import Attachment, Merge, Product
from membership.models import Revision
from tests.editing import owner_of, review, reviewing, saved, submit
from tests.factories.duplicates import merged
from tests.factories.enterprises import PDF, AttachmentFactory, EnterpriseFactory, ProductFactory
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(monkeypatch) -> tuple[InMemoryStorage, InMemoryStorage]:
    """The folders of photos and of private files, with nothing in them."""
    photos, private = InMemoryStorage(), InMemoryStorage()
    monkeypatch.setattr(Product._meta.get_field("photo"), "storage", photos)
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", private)
    monkeypatch.setattr("core.files.thumbnails.default_storage", photos)
    monkeypatch.setattr(documents, "private_storage", lambda: private)
    return photos, private


def a_day_later(clock, **more: int) -> None:
    """Clear as the worker does when so much time has passed, and come back."""
    before = clock.now
    clock.advance(**(more or {"days": 1, "minutes": 1}))
    clear_unnamed()
    clock.set(before)


def lying(storage, folder: str) -> set[str]:
    return {f"{folder}/{name}" for name in storage.listdir(folder)[1]}


def new_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", photo())


def new_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", PDF)


def keep_photo_and_file(enterprise) -> tuple[Client, str, str]:
    """A member's draft with a photo and a file; the client and both names."""
    owner = owner_of(enterprise)
    row = {"products-0-name_vi": "Trục", "products-0-photo": new_photo()}
    saved(owner, enterprise, "products", **row)
    row = {"files-0-title_vi": "A", "files-0-kind": "other", "files-0-file": new_file()}
    saved(owner, enterprise, "files", **row)
    content = Revision.objects.get(enterprise=enterprise).content
    return owner, content["products"][0]["photo"], content["files"][0]["file"]


def test_a_draft_that_waits_loses_nothing_and_one_given_up_all(folders, clock):
    photos, private = folders
    enterprise = EnterpriseFactory()
    owner, photo_name, file_name = keep_photo_and_file(enterprise)
    a_day_later(clock, days=400)
    assert (photos.exists(photo_name), private.exists(file_name)) == (True, True)
    saved(owner, enterprise, "products", **{"products-0-DELETE": "on"})
    saved(owner, enterprise, "files", **{"files-0-DELETE": "on"})
    assert Revision.objects.get().content == {}
    a_day_later(clock)
    assert (photos.exists(photo_name), private.exists(file_name)) == (False, False)


def test_what_is_younger_than_a_day_stays(folders, clock):
    photos, _private = folders
    name = photos.save("san-pham/moi.jpg", new_photo())
    a_day_later(clock, hours=23)
    assert photos.exists(name)
    a_day_later(clock, hours=25)
    assert not photos.exists(name)


def test_whatever_is_named_anywhere_stays(folders, clock):
    photos, private = folders
    survivor, gone = EnterpriseFactory(), EnterpriseFactory()
    for enterprise in (survivor, gone):
        ProductFactory(enterprise=enterprise, photo=new_photo())
        AttachmentFactory(enterprise=enterprise)
    ProductFactory(enterprise=survivor, name_vi="Vỏ")
    ProductFactory(enterprise=gone, name_vi="VỎ", photo=new_photo())  # fills the other's blank
    merged(survivor, gone)
    replaced, deleted = ProductFactory(photo=new_photo()), ProductFactory(photo=new_photo())
    replaced.photo.save("moi.jpg", new_photo())
    deleted.delete()
    AttachmentFactory().delete()
    approved = EnterpriseFactory()
    owner, *_names = keep_photo_and_file(approved)
    review(reviewing(), submit(owner, approved), approve_all="1")
    keep_photo_and_file(EnterpriseFactory())
    before = lying(photos, "san-pham"), lying(private, "attachment")
    assert (len(before[0]), len(before[1])) == (8, 5)
    a_day_later(clock, days=400)
    assert (lying(photos, "san-pham"), lying(private, "attachment")) == before


@pytest.mark.parametrize("told", ["snapshot", "filled", "history", "revision"])
def test_one_mention_is_enough(folders, clock, told):
    photos, private = folders
    names = photos.save("san-pham/a.jpg", new_photo()), private.save("attachment/a.pdf", new_file())
    one, other = EnterpriseFactory(), EnterpriseFactory()
    merge = merged(one, other)
    rows = {"products": [{"photo": names[0]}], "attachments": [{"file": names[1]}]}
    if told == "snapshot":
        Merge.objects.filter(pk=merge.pk).update(before={"1": {"rows": rows}})
    if told == "filled":
        filled = [["products", 1, {"photo": ["", names[0]], "file": ["", names[1]]}]]
        Merge.objects.filter(pk=merge.pk).update(changes={"filled": filled})
    if told == "revision":
        content = {"products": rows["products"], "files": rows["attachments"]}
        Revision.objects.create(enterprise=one, content=content, state="approved")
    if told == "history":
        ProductFactory(photo=names[0]).delete()
        AttachmentFactory(file=names[1]).delete()
    a_day_later(clock)
    assert (photos.exists(names[0]), private.exists(names[1])) == (True, True)


def test_thumbnails_go_with_their_photo_and_not_before(folders, clock, monkeypatch):
    monkeypatch.setattr(photo_access, "_public", [lambda name: True])  # it was, until today
    photos, _private = folders
    shown = ProductFactory(photo=new_photo()).photo.name
    orphan = photos.save("san-pham/bo.jpg", new_photo())
    lost = photos.save(thumbnail_name("san-pham/mat.jpg", 240, "avif"), ContentFile(b"x"))
    for name in (shown, orphan):
        for width in WIDTHS:
            assert Client().get(f"/anh/{thumbnail_name(name, width, 'webp')}").status_code == 200
    a_day_later(clock, hours=23)
    assert len(lying(photos, "san-pham")) == 9
    a_day_later(clock)
    assert not photos.exists(lost)
    kept = {shown, *(thumbnail_name(shown, width, "webp") for width in WIDTHS)}
    assert lying(photos, "san-pham") == kept


@pytest.mark.parametrize(
    ("model", "field"), list(file_fields()), ids=lambda each: getattr(each, "__name__", str(each))
)
def test_a_file_of_any_model_stays_while_a_record_names_it(monkeypatch, model, field, clock):
    storage = InMemoryStorage()
    monkeypatch.setattr(field, "storage", storage)
    name = field.generate_filename(model(), "a.pdf")
    orphan = field.generate_filename(model(), "b.pdf")
    for each in (name, orphan):
        storage.save(each, ContentFile(b"x"))
    monkeypatch.setattr(clearing, "_named", lambda: iter([name]))
    a_day_later(clock, days=400)
    assert (storage.exists(name), storage.exists(orphan)) == (True, False)


def test_every_column_that_holds_files_is_asked_for_the_names_in_it():
    """A model that is added later is asked too: nobody keeps a list of models."""
    asked = {*clearing._columns(models.FileField), *clearing._history_columns()}
    for model, field in file_fields():
        assert (model, field.attname) in asked
        if hasattr(model, "history") and hasattr(model.history.model, field.attname):
            assert (model.history.model, field.attname) in asked


def test_what_lies_in_no_fields_folder_is_left_alone(folders, clock):
    photos, private = folders
    notes = private.save("ghi-chu/a.pdf", new_file())
    news = photos.save("tin-tuc/anh.jpg", new_photo())
    a_day_later(clock, days=400)
    assert private.exists(notes)
    assert photos.exists(news)


def test_a_file_that_cannot_be_deleted_does_not_stop_the_worker(
    folders, monkeypatch, caplog, clock
):
    photos, _private = folders
    for name in ("a", "b"):
        photos.save(f"san-pham/{name}.jpg", new_photo())

    def locked(name):
        raise PermissionError(name)

    monkeypatch.setattr(photos, "delete", locked)
    a_day_later(clock)
    assert caplog.text.count("was not deleted") == 2


def test_empty_folders_of_a_new_portal_are_no_fault(monkeypatch, tmp_path):
    empty = FileSystemStorage(location=tmp_path / "no")
    monkeypatch.setattr(Product._meta.get_field("photo"), "storage", empty)
    clear_unnamed()


@pytest.mark.django_db(transaction=True)  # the worker opens and closes connections of its own
def test_the_worker_clears_each_day(folders, clock):
    photos, _private = folders
    name = photos.save("san-pham/bo.jpg", new_photo())
    clock.advance(days=2)
    call_command("work", once=True)
    assert not photos.exists(name)
