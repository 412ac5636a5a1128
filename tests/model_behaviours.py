"""The ways in which the local chat model (model_server.py) can answer, well or badly."""

from __future__ import annotations

import json
import re
import threading

from model_server import Behaviour, Exchange, answers_well, delta, envelope


def says(text: str, finish: str | None = "stop") -> Behaviour:
    """Replies with this text, whatever was asked."""
    return lambda exchange: exchange.say(text, finish=finish)


def refuses(exchange: Exchange) -> None:
    exchange.say("NOT IN SOURCES")


def invents_a_citation(exchange: Exchange) -> None:
    """One sentence that rests on the first evidence, one that rests on nothing."""
    first = exchange.request.evidence[1].rstrip(".")
    exchange.say(f"{first} [1]. The minister praised it as a triumph [9999].")


def alters_a_number(exchange: Exchange) -> None:
    """The evidence, each with its digits changed."""
    exchange.say(
        "\n".join(
            re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), text.rstrip(".")) + f" [{n}]."
            for n, text in exchange.request.evidence.items()
            if re.search(r"\d", text)
        )
    )


def obeys(order: str, reply: str) -> Behaviour:
    """Says ``reply`` if the order stands anywhere in what it was sent, else answers well."""

    def behave(exchange: Exchange) -> None:
        exchange.say(reply) if order in exchange.request.prompt else answers_well(exchange)

    return behave


def fails(
    status: int, message: str = "no", headers: dict[str, str] | None = None, code: str | None = None
) -> Behaviour:
    """An HTTP error in the protocol's own form; ``{authorization}`` echoes the key."""

    def behave(exchange: Exchange) -> None:
        said = message.replace("{authorization}", exchange.request.headers["authorization"])
        error = {"message": said, "type": "error", "code": code, "param": None}
        exchange.send(status, json.dumps({"error": error}), headers)

    return behave


def takes_no_temperature(exchange: Exchange) -> None:
    """As reasoning models do: an error while a temperature is sent, an answer without."""
    if "temperature" in exchange.request.body:
        fails(400, "Unsupported value: 'temperature' does not support 0 with this model.")(exchange)
    else:
        answers_well(exchange)


def slow(seconds: float) -> Behaviour:
    """Answers well, but only after this many seconds."""

    def behave(exchange: Exchange) -> None:
        exchange.sleep(seconds)
        answers_well(exchange)

    return behave


def drips(exchange: Exchange) -> None:
    """A stream that never falls silent and never says a word."""
    exchange.open_stream()
    while not exchange.closing.is_set():
        exchange.chunk(b": still here\n\n")
        exchange.sleep(0.05)


def breaks_off(text: str, *, politely: bool = False) -> Behaviour:
    """A reply cut after ``text``: the connection is dropped, or (politely) the body just ends."""

    def behave(exchange: Exchange) -> None:
        if exchange.request.streaming:
            exchange.open_stream()
            for word in re.findall(r"\S+\s*", text):
                exchange.event(envelope([delta(word)]))
            if politely:
                exchange.chunk(b"")
        else:
            exchange.send(200, json.dumps(envelope([])), {"content-length": "9999"})
        exchange.hang_up()

    return behave


def hangs_up(exchange: Exchange) -> None:
    """Closes the connection without a word."""
    exchange.hang_up()


def sends_malformed_json(exchange: Exchange) -> None:
    if exchange.request.streaming:
        exchange.open_stream()
        exchange.chunk(b'data: {"choices": [{"delta"\n\n')
        exchange.chunk(b"")
    else:
        exchange.send(200, '{"choices": [{"mess')


def sends_a_web_page(exchange: Exchange) -> None:
    exchange.send(200, "<html>Sign in</html>", {"content-type": "text/html"})


def sends_no_choices(exchange: Exchange) -> None:
    if exchange.request.streaming:
        exchange.open_stream()
        exchange.event(envelope([]))
        exchange.chunk(b"")
    else:
        exchange.send(200, json.dumps(envelope([])))


def says_in_two_halves(first: str, second: str, gate: threading.Event) -> Behaviour:
    """A stream that stops in the middle until ``gate`` is set."""

    def behave(exchange: Exchange) -> None:
        exchange.open_stream()
        exchange.event(envelope([delta(first)]))
        gate.wait(10)
        exchange.event(envelope([delta(second)]))
        exchange.event(envelope([delta("", "stop")]))
        exchange.chunk(b"")

    return behave
