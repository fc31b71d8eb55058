"""What an operator, or an accident, does to topics: librdkafka's admin calls, by ctypes."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

_lib = ctypes.CDLL("librdkafka.so.1")
for _name in (
    "conf_new new queue_new queue_poll event_error_string DeleteTopic_new NewTopic_new DeleteRecords_new topic_partition_list_new "
    "topic_partition_list_add event_DeleteTopics_result event_CreateTopics_result"
).split():
    getattr(_lib, f"rd_kafka_{_name}").restype = ctypes.c_void_p
_lib.rd_kafka_DeleteTopics_result_topics.restype = ctypes.POINTER(ctypes.c_void_p)
_lib.rd_kafka_CreateTopics_result_topics.restype = ctypes.POINTER(ctypes.c_void_p)
_lib.rd_kafka_event_error_string.restype = ctypes.c_char_p

_lib.rd_kafka_topic_result_error.restype = ctypes.c_int

_PRODUCER = 0
_SECONDS = 20


class Admin:
    """`with Admin(brokers) as admin:`"""

    def __init__(self, brokers: str) -> None:
        text = ctypes.create_string_buffer(512)
        conf = ctypes.c_void_p(_lib.rd_kafka_conf_new())
        assert _lib.rd_kafka_conf_set(conf, b"bootstrap.servers", brokers.encode(), text, 512) == 0, text.value
        self._client = ctypes.c_void_p(_lib.rd_kafka_new(_PRODUCER, conf, text, 512))
        assert self._client, text.value
        self._queue = ctypes.c_void_p(_lib.rd_kafka_queue_new(self._client))

    def __enter__(self) -> Admin:
        return self

    def __exit__(self, *_: object) -> None:
        _lib.rd_kafka_queue_destroy(self._queue)
        _lib.rd_kafka_destroy(self._client)

    def delete_topic(self, name: str) -> None:
        wanted = ctypes.c_void_p(_lib.rd_kafka_DeleteTopic_new(name.encode()))
        self._topics(_lib.rd_kafka_DeleteTopics, wanted, _lib.rd_kafka_event_DeleteTopics_result, _lib.rd_kafka_DeleteTopics_result_topics)

    def create_topic(self, name: str, partitions: int) -> None:
        text = ctypes.create_string_buffer(512)
        wanted = ctypes.c_void_p(_lib.rd_kafka_NewTopic_new(name.encode(), partitions, 1, text, 512))
        assert wanted, text.value
        assert _lib.rd_kafka_NewTopic_set_config(wanted, b"message.timestamp.type", b"LogAppendTime") == 0
        self._topics(_lib.rd_kafka_CreateTopics, wanted, _lib.rd_kafka_event_CreateTopics_result, _lib.rd_kafka_CreateTopics_result_topics)

    def delete_records(self, topic: str, before: Mapping[int, int]) -> None:
        """Everything before an offset, for each partition: what retention does."""
        places = ctypes.c_void_p(_lib.rd_kafka_topic_partition_list_new(len(before)))
        for partition, offset in before.items():
            _lib.rd_kafka_topic_partition_list_add(places, topic.encode(), partition)
            _lib.rd_kafka_topic_partition_list_set_offset(places, topic.encode(), partition, ctypes.c_int64(offset))
        wanted = (ctypes.c_void_p * 1)(_lib.rd_kafka_DeleteRecords_new(places))
        _lib.rd_kafka_DeleteRecords(self._client, wanted, ctypes.c_size_t(1), None, self._queue)
        _lib.rd_kafka_event_destroy(self._answer())

    def _topics(self, call: Callable[..., object], wanted: ctypes.c_void_p, result: Callable[..., object], topics: Callable[..., object]) -> None:
        call(self._client, (ctypes.c_void_p * 1)(wanted), ctypes.c_size_t(1), None, self._queue)
        event = self._answer()
        count = ctypes.c_size_t()
        each = topics(ctypes.c_void_p(result(event)), ctypes.byref(count))
        code = _lib.rd_kafka_topic_result_error(ctypes.c_void_p(each[0]))  # type: ignore[index]
        _lib.rd_kafka_event_destroy(event)
        assert not code, f"the broker answered with error {code}"

    def _answer(self) -> ctypes.c_void_p:
        event = ctypes.c_void_p(_lib.rd_kafka_queue_poll(self._queue, _SECONDS * 1000))
        assert event, "the broker did not answer"
        if code := _lib.rd_kafka_event_error(event):
            raise AssertionError(f"error {code}: {_lib.rd_kafka_event_error_string(event)!r}")
        return event


def cut_last_batches(kafka_folder: Path, topic: str, partition: int, batches: int) -> int:
    """Takes the last record batches off a partition's file, as a machine that lost power may. The broker must not run.
    Returns the first offset that is gone."""
    folder = kafka_folder / f"{topic}-{partition}"
    file = max(folder.glob("*.log"))
    data = file.read_bytes()
    starts, at = [], 0
    while at + 12 <= len(data):
        _, length = struct.unpack(">qi", data[at : at + 12])
        if length <= 0:
            break
        starts.append(at)
        at += 12 + length
    assert len(starts) > batches, f"{file} has only {len(starts)} batches"
    cut = starts[-batches]
    with file.open("r+b") as log:
        log.truncate(cut)
    # Indexes and producers' states are made anew when they do not fit.
    for old in [*folder.glob("*.index"), *folder.glob("*.timeindex"), *folder.glob("*.snapshot")]:
        old.unlink()
    return int(struct.unpack(">q", data[cut : cut + 8])[0])
