package ledger

import (
	"encoding/binary"
	"fmt"
)

// HeaderSize is the least size of a record's value, in bytes.
const HeaderSize = 32

// magic opens every value that a ledger accounts for.
const magic = 0x66657272

// Record names one record of one run: nothing else in the cluster carries the same name.
type Record struct {
	Run       uint64
	Partition int32
	Sequence  int64 // counts from 0 within its partition
	SentAt    int64 // nanoseconds since the epoch
}

// Value is the record's value: the header, then zeroes up to size bytes.
func (r Record) Value(size int) []byte {
	value := make([]byte, max(size, HeaderSize))
	binary.BigEndian.PutUint32(value, magic)
	binary.BigEndian.PutUint32(value[4:], uint32(r.Partition))
	binary.BigEndian.PutUint64(value[8:], r.Run)
	binary.BigEndian.PutUint64(value[16:], uint64(r.Sequence))
	binary.BigEndian.PutUint64(value[24:], uint64(r.SentAt))
	return value
}

// Parse reads what Value wrote.
func Parse(value []byte) (Record, error) {
	if len(value) < HeaderSize || binary.BigEndian.Uint32(value) != magic {
		return Record{}, fmt.Errorf("%d bytes that no ledger wrote", len(value))
	}
	return Record{
		Run:       binary.BigEndian.Uint64(value[8:]),
		Partition: int32(binary.BigEndian.Uint32(value[4:])),
		Sequence:  int64(binary.BigEndian.Uint64(value[16:])),
		SentAt:    int64(binary.BigEndian.Uint64(value[24:])),
	}, nil
}
