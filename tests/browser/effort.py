"""What a task costs a person: every click and every field typed, counted as it is done."""

from playwright.sync_api import Locator, Page

CLICK, FIELD, READING = 5, 10, 20  # seconds: to find and click, to type a field, to read a page
LIST = 2  # clicks on a list to choose from: it opens, the line
PATIENCE = 90_000  # ms: a file is checked within the request
FILE = 3  # clicks on a file to hand in: the field's button, the file, "Open"


class Effort:
    """One person's work at a page from its start, and the minutes for which it stands."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields, self.pages = page, 0, 0, 1

    @property
    def minutes(self) -> float:
        """Return the person's time; how long the portal itself works is not among it."""
        return (CLICK * self.clicks + FIELD * self.fields + READING * self.pages) / 60

    def presses(self, target: Locator) -> None:
        """Click what stays on the page."""
        target.click()
        self.clicks += 1

    def follows(self, target: Locator) -> None:
        """Click what leads to another page, which is read."""
        with self.page.expect_navigation(timeout=PATIENCE):
            self.presses(target)
        self.pages += 1

    def types(self, target: Locator, text: str) -> None:
        target.fill(text)
        self.clicks += 1
        self.fields += 1

    def chooses(self, target: Locator, label: str) -> None:
        """Choose a line of a list."""
        target.select_option(label=label)
        self.clicks += LIST

    def hands_in(self, target: Locator, file: dict) -> None:
        """Choose a file of one's own machine."""
        target.set_input_files(file)
        self.clicks += FILE
