"""Reads keys from a terminal: arrows move over the buttons, Enter presses, typing goes into a line below them.

The only place that knows prompt_toolkit's application. Nothing is pressed by a digit alone: a number, like every other
line, counts with Enter, and the button that it stands for is lit while it is being typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import BeforeInput, PasswordProcessor, Processor
from prompt_toolkit.output import Output

from bot.channels.console.board import LEAVE, Act, Board, meaning
from bot.channels.console.paint import padded, widest

ESCAPE_WAIT = 0.05


@dataclass
class Keys:
    """A reader at a terminal; input and output are the process's own unless given."""

    input: Input | None = None
    output: Output | None = None
    live = True

    def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
        """What the person does next; `at` is the number of the button that is lit at first. Of what is typed in secret
        nothing but its length is seen."""
        return _Prompt(board, hint, at, secret).application(self.input, self.output).run()


class _Prompt:
    """One prompt: the buttons, the line, and what is lit."""

    def __init__(self, board: Board, hint: str, at: int | None, secret: bool) -> None:
        self.board, self.hint, self.lit, self.secret = board, hint, at, secret
        self.line = Buffer(multiline=False, on_text_changed=self._light)

    def application(self, input: Input | None, output: Output | None) -> Application[list[Act]]:
        """The prompt, ready to be run; it vanishes when something was done."""
        app: Application[list[Act]] = Application(
            layout=self._layout(), key_bindings=self._bindings(), erase_when_done=True, input=input, output=output
        )
        app.ttimeoutlen = ESCAPE_WAIT
        return app

    def _layout(self) -> Layout:
        drawn: list[Processor] = [*([PasswordProcessor()] if self.secret else []), BeforeInput("› ")]
        line = Window(BufferControl(self.line, drawn), height=1, dont_extend_height=True)
        buttons = Window(FormattedTextControl(self._buttons), dont_extend_height=True, wrap_lines=True)
        hint = Window(FormattedTextControl([("fg:ansibrightblack", self.hint)]), height=1, dont_extend_height=True)
        return Layout(HSplit([buttons, line, hint]), focused_element=line)

    def _buttons(self) -> StyleAndTextTuples:
        across = widest(self.board)
        parts: StyleAndTextTuples = []
        for row in self.board.rows:
            for knob in row:
                style = "reverse" if knob.number == self.lit else ""
                label = f" {self.board.key(knob)} {knob.label} "
                parts += [("", " "), (style, padded(label, across) if len(row) > 1 else label)]
            parts.append(("", "\n"))
        return parts[:-1]

    def _light(self, line: Buffer) -> None:
        """While a number is typed its button is lit, unless it may be the first digit of a secret."""
        if self.secret:
            return
        acts = meaning(self.board, line.text)
        self.lit = next((knob.number for knob in self.board.knobs if [knob.act] == acts), None)

    # Moving.

    def _across(self, by: int) -> None:
        knobs = [knob.number for knob in self.board.knobs]
        if self.lit in knobs:
            self.lit = knobs[(knobs.index(self.lit) + by) % len(knobs)]
        elif knobs:
            self.lit = knobs[0 if by > 0 else -1]

    def _down(self, by: int) -> None:
        row, column = self._place()
        if row is None:
            return self._across(by)
        wanted = self.board.rows[(row + by) % len(self.board.rows)]
        self.lit = wanted[min(column, len(wanted) - 1)].number

    def _place(self) -> tuple[int | None, int]:
        """The row and the column of what is lit."""
        starts = [0, *accumulate(map(len, self.board.rows))]
        numbers = [knob.number for knob in self.board.knobs]
        if self.lit not in numbers:
            return None, 0
        at = numbers.index(self.lit)
        row = max(place for place, start in enumerate(starts[:-1]) if start <= at)
        return row, at - starts[row]

    # Keys.

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        empty = Condition(lambda: not self.line.text)
        ticking = Condition(lambda: self.board.ticking and self.lit is not None)
        for key, by in (("right", 1), ("left", -1), ("tab", 1), ("s-tab", -1)):
            keys.add(key, filter=empty)(lambda event, by=by: self._across(by))
        for key, by in (("down", 1), ("up", -1)):
            keys.add(key, filter=empty)(lambda event, by=by: self._down(by))
        keys.add("enter")(self._enter)
        keys.add(" ", filter=empty & ticking)(self._enter)
        keys.add("escape", eager=True)(self._escape)
        keys.add("c-c")(self._leave)
        keys.add("c-d", filter=empty)(self._leave)
        return keys

    def _enter(self, event: KeyPressEvent) -> None:
        lit = self.board.numbered(self.lit) if self.lit is not None else None
        acts = meaning(self.board, self.line.text) or ([lit.act] if lit else [])
        if acts:
            event.app.exit(result=acts)

    def _escape(self, event: KeyPressEvent) -> None:
        """Empties the line; where it is empty, goes back."""
        way = self.board.way_back()
        if self.line.text:
            self.line.reset()
            self.lit = None
        elif way is not None:
            event.app.exit(result=[way.act])

    def _leave(self, event: KeyPressEvent) -> None:
        event.app.exit(result=[LEAVE])
