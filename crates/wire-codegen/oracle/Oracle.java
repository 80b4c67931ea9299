// Holds this project's encoding against Apache Kafka's own classes, whichever release is on the class path.
//
//   Oracle corpus SEED COUNT FILE [COVERED]   write COUNT random messages and the default one for each (message, version);
//                                             leave out what the file COVERED lists, and unstable versions with it
//   Oracle covered                            print `NAME VERSION` for each stable (message, version) of this release, for COVERED
//   Oracle check FILE [stable]                read what another implementation wrote and compare; with `stable`, only the
//                                             versions this release calls stable
//   Oracle apis                               print `KEY NAME VERSION REQUEST-HEADER RESPONSE-HEADER` for each version
//   Oracle errors                             print `CODE NAME RETRIABLE` for each error code
//
// A file is a sequence of samples, all numbers big-endian:
//   u8 length, name | i16 version | i32 length, bytes | i16 other version | u8 outcome [| i32 length, bytes]
// `outcome` says what becomes of the message when it is read at `version` and written at the other version:
// 0 refused, 1 the bytes that follow, 2 the same bytes.

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.ArrayOf;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

public final class Oracle {
    /** A message class, and the versions of it that count. Its id is its name, or for an API its key: names have changed. */
    private record Kind(String id, Supplier<Message> make, Schema[] schemas, int lowest, int highest) { }

    private static final Map<String, Kind> KINDS = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        collect(args[0].equals("covered") || args.length > 4 || args[args.length - 1].equals("stable"));
        switch (args[0]) {
            case "corpus" -> corpus(Long.parseLong(args[1]), Integer.parseInt(args[2]), Path.of(args[3]),
                args.length > 4 ? new HashSet<>(Files.readAllLines(Path.of(args[4]))) : Set.of());
            case "covered" -> KINDS.forEach((name, kind) -> {
                for (int version = kind.lowest; version <= kind.highest; version++)
                    System.out.println(kind.id + " " + version);
            });
            case "check" -> check(Path.of(args[1]));
            case "apis" -> apis();
            case "errors" -> errors();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    // ---- which messages there are

    private static void collect(boolean stableOnly) throws Exception {
        for (ApiMessageType type : ApiMessageType.values()) {
            int highest = type.highestSupportedVersion(!stableOnly);
            if (type.lowestSupportedVersion() > highest) continue;
            add(type.name + "Request", type.apiKey() + "Request", type::newRequest, type.requestSchemas(),
                type.lowestSupportedVersion(), highest);
            add(type.name + "Response", type.apiKey() + "Response", type::newResponse, type.responseSchemas(),
                type.lowestSupportedVersion(), highest);
        }
        for (String name : new String[] {"RequestHeader", "ResponseHeader"})
            addClass(name, "org.apache.kafka.common.message." + name + "Data");
        for (String name : new String[] {"ConsumerProtocolAssignment", "ConsumerProtocolSubscription",
            "ControlRecordTypeSchema", "DefaultPrincipalData", "EndTxnMarker", "KRaftVersionRecord",
            "LeaderChangeMessage", "SnapshotFooterRecord", "SnapshotHeaderRecord", "VotersRecord"})
            addClass(name, "org.apache.kafka.common.message." + name);
        addClass("QuorumStateData", "org.apache.kafka.raft.generated.QuorumStateData");
        for (String name : new String[] {"RemoteLogSegmentMetadataRecord", "RemoteLogSegmentMetadataSnapshotRecord",
            "RemoteLogSegmentMetadataUpdateRecord", "RemotePartitionDeleteMetadataRecord", "ProducerSnapshot"})
            addClass(name, "org.apache.kafka.server.log.remote.metadata.storage.generated." + name);
        addEnum("org.apache.kafka.common.metadata.MetadataRecordType", "newMetadataRecord");
        for (String coordinator : new String[] {"group", "transaction"}) {
            String type = "org.apache.kafka.coordinator." + coordinator + ".generated.CoordinatorRecordType";
            addEnum(type, "newRecordKey");
            addEnum(type, "newRecordValue");
        }
    }

    private static void add(String name, String id, Supplier<Message> make, Schema[] schemas, int lowest, int highest) {
        if (KINDS.put(name, new Kind(id, make, schemas, lowest, highest)) != null)
            throw new IllegalStateException("two messages called " + name);
    }

    /** Adds a class if it exists: releases differ in what they have. */
    private static void addClass(String name, String type) throws Exception {
        try {
            addMessage(name, Class.forName(type));
        } catch (ClassNotFoundException e) {
            // This release has no such message.
        }
    }

    private static void addMessage(String name, Class<?> type) throws Exception {
        add(name, name, () -> {
            try {
                return (Message) type.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }, (Schema[]) type.getField("SCHEMAS").get(null), type.getField("LOWEST_SUPPORTED_VERSION").getShort(null),
            type.getField("HIGHEST_SUPPORTED_VERSION").getShort(null));
    }

    private static void addEnum(String type, String factory) throws Exception {
        Class<?> found;
        try {
            found = Class.forName(type);
        } catch (ClassNotFoundException e) {
            return;
        }
        for (Object constant : found.getEnumConstants()) {
            Class<?> message = found.getMethod(factory).invoke(constant).getClass();
            addMessage(message.getSimpleName(), message);
        }
    }

    // ---- Kafka's messages for others to read

    private static void corpus(long seed, int count, Path file, Set<String> covered) throws IOException {
        int samples = 0;
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, Kind> entry : KINDS.entrySet()) {
                Kind kind = entry.getValue();
                for (short version = (short) kind.lowest; version <= kind.highest; version++) {
                    if (covered.contains(kind.id + " " + version)) continue;
                    Random random = new Random(seed ^ (entry.getKey() + version).hashCode());
                    Set<ByteBuffer> seen = new HashSet<>();
                    for (int i = 0; i <= count; i++) {
                        byte[] bytes = i == 0 ? defaultMessage(kind, version) : randomMessage(kind, version, random);
                        if (bytes != null && seen.add(ByteBuffer.wrap(bytes))) {
                            sample(out, entry.getKey(), kind, version, bytes);
                            samples++;
                        }
                    }
                    if (seen.isEmpty()) throw new IllegalStateException("no sample of " + entry.getKey() + " " + version);
                }
            }
        }
        System.out.println(samples + " samples written to " + file);
    }

    private static void sample(DataOutputStream out, String name, Kind kind, short version, byte[] bytes) throws IOException {
        out.writeByte(name.length());
        out.writeBytes(name);
        out.writeShort(version);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeShort(kind.highest);
        byte[] other = write(read(kind, bytes, version), (short) kind.highest);
        out.writeByte(other == null ? 0 : Arrays.equals(other, bytes) ? 2 : 1);
        if (other != null && !Arrays.equals(other, bytes)) {
            out.writeInt(other.length);
            out.write(other);
        }
    }

    private static byte[] defaultMessage(Kind kind, short version) {
        return write(kind.make.get(), version);
    }

    /** Random bytes in the shape of the schema, as Kafka itself would write what it read from them. */
    private static byte[] randomMessage(Kind kind, short version, Random random) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            put(kind.schemas[version], new DataOutputStream(bytes), random, false);
            Message message;
            try {
                message = read(kind, bytes.toByteArray(), version);
            } catch (RuntimeException e) {
                continue; // A null the schema's type allows and the field does not.
            }
            byte[] written = write(message, version);
            if (written == null) throw new IllegalStateException("Kafka cannot write what it read: " + message);
            if (written.length <= 1000) return written;
        }
        return null;
    }

    private static void put(Type type, DataOutputStream out, Random random, boolean tagged) throws IOException {
        if (type instanceof Schema schema) {
            if (schema.isNullable()) {
                boolean none = random.nextInt(3) == 0;
                out.writeByte(none ? (tagged ? 0 : -1) : 1);
                if (none) return;
            }
            for (BoundField field : schema.fields()) put(field.def.type, out, random, false);
        } else if (type instanceof TaggedFields fields) {
            putTagged(fields, out, random);
        } else if (type instanceof ArrayOf array) {
            int count = count(array.isNullable(), random);
            out.writeInt(count);
            for (int i = 0; i < count; i++) put(array.arrayElementType().get(), out, random, false);
        } else if (type instanceof CompactArrayOf array) {
            int count = count(array.isNullable(), random);
            putVarint(out, count + 1);
            for (int i = 0; i < count; i++) put(array.arrayElementType().get(), out, random, false);
        } else {
            putScalar(type, out, random);
        }
    }

    private static void putTagged(TaggedFields fields, DataOutputStream out, Random random) throws IOException {
        Map<Integer, byte[]> contents = new TreeMap<>();
        for (Map.Entry<Integer, Field> field : fieldsOf(fields).entrySet()) {
            if (random.nextInt(4) == 0) continue;
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            put(field.getValue().type, new DataOutputStream(content), random, true);
            contents.put(field.getKey(), content.toByteArray());
        }
        putVarint(out, contents.size());
        for (Map.Entry<Integer, byte[]> content : contents.entrySet()) {
            putVarint(out, content.getKey());
            putVarint(out, content.getValue().length);
            out.write(content.getValue());
        }
    }

    /** Kafka 3.9 has no accessor for them. */
    @SuppressWarnings("unchecked")
    private static Map<Integer, Field> fieldsOf(TaggedFields fields) {
        try {
            java.lang.reflect.Field field = TaggedFields.class.getDeclaredField("fields");
            field.setAccessible(true);
            return (Map<Integer, Field>) field.get(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void putScalar(Type type, DataOutputStream out, Random random) throws IOException {
        switch (type.toString()) {
            case "BOOLEAN" -> out.writeBoolean(random.nextBoolean());
            case "INT8" -> out.writeByte((int) number(random));
            case "INT16", "UINT16" -> out.writeShort((int) number(random));
            case "INT32", "UINT32" -> out.writeInt((int) number(random));
            case "INT64" -> out.writeLong(number(random));
            case "FLOAT64" -> out.writeDouble(random.nextInt(3) == 0 ? 0.0 : random.nextGaussian());
            case "UUID" -> {
                boolean zero = random.nextInt(4) == 0;
                out.writeLong(zero ? 0 : random.nextLong());
                out.writeLong(zero ? random.nextInt(2) : random.nextLong());
            }
            case "STRING" -> putClassic(out, 2, text(random));
            case "NULLABLE_STRING" -> putClassic(out, 2, random.nextInt(3) == 0 ? null : text(random));
            case "COMPACT_STRING" -> putCompact(out, text(random));
            case "COMPACT_NULLABLE_STRING" -> putCompact(out, random.nextInt(3) == 0 ? null : text(random));
            case "BYTES" -> putClassic(out, 4, bytes(random));
            case "NULLABLE_BYTES", "NULLABLE_RECORDS", "RECORDS" -> putClassic(out, 4, random.nextInt(3) == 0 ? null : bytes(random));
            case "COMPACT_BYTES" -> putCompact(out, bytes(random));
            case "COMPACT_NULLABLE_BYTES", "COMPACT_NULLABLE_RECORDS", "COMPACT_RECORDS" ->
                putCompact(out, random.nextInt(3) == 0 ? null : bytes(random));
            default -> throw new IllegalStateException("type " + type.toString());
        }
    }

    private static int count(boolean nullable, Random random) {
        if (nullable && random.nextInt(4) == 0) return -1;
        return random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(2);
    }

    private static long number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextInt(200);
            default -> random.nextLong();
        };
    }

    private static byte[] text(Random random) {
        String text = switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "渡し";
            case 2 -> "x".repeat(random.nextInt(8) == 0 ? 130 : 9);
            default -> "t" + random.nextInt(100);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void putClassic(DataOutputStream out, int width, byte[] bytes) throws IOException {
        int length = bytes == null ? -1 : bytes.length;
        if (width == 2) out.writeShort(length); else out.writeInt(length);
        if (bytes != null) out.write(bytes);
    }

    private static void putCompact(DataOutputStream out, byte[] bytes) throws IOException {
        putVarint(out, bytes == null ? 0 : bytes.length + 1);
        if (bytes != null) out.write(bytes);
    }

    private static void putVarint(DataOutputStream out, int value) throws IOException {
        while (value > 0x7f) {
            out.writeByte(value & 0x7f | 0x80);
            value >>>= 7;
        }
        out.writeByte(value);
    }

    // ---- Kafka's own reading and writing

    private static Message read(Kind kind, byte[] bytes, short version) {
        Message message = kind.make.get();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        message.read(new ByteBufferAccessor(buffer), version);
        if (buffer.hasRemaining()) throw new IllegalStateException(buffer.remaining() + " bytes left behind " + message);
        return message;
    }

    /** The bytes, or null where this version cannot express the message. */
    private static byte[] write(Message message, short version) {
        try {
            ObjectSerializationCache cache = new ObjectSerializationCache();
            ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
            message.write(new ByteBufferAccessor(buffer), cache, version);
            if (buffer.hasRemaining()) throw new IllegalStateException("size and bytes disagree: " + message);
            return buffer.array();
        } catch (org.apache.kafka.common.errors.UnsupportedVersionException | NullPointerException e) {
            return null;
        }
    }

    // ---- messages others wrote

    private static void check(Path file) throws IOException {
        int checked = 0, foreign = 0, wrong = 0;
        byte[] all = Files.readAllBytes(file);
        DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(all));
        while (in.available() > 0) {
            String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            short version = in.readShort();
            byte[] bytes = in.readNBytes(in.readInt());
            short otherVersion = in.readShort();
            int outcome = in.readUnsignedByte();
            byte[] other = outcome == 1 ? in.readNBytes(in.readInt()) : outcome == 2 ? bytes : null;
            Kind kind = KINDS.get(name);
            if (kind == null || version < kind.lowest || version > kind.highest
                || otherVersion < kind.lowest || otherVersion > kind.highest) {
                foreign++;
                continue;
            }
            checked++;
            try {
                Message message = read(kind, bytes, version);
                if (!Arrays.equals(write(message, version), bytes) || !Arrays.equals(write(message, otherVersion), other)) {
                    wrong++;
                    System.out.println(name + " " + version + "->" + otherVersion + ": " + message);
                }
            } catch (RuntimeException e) {
                wrong++;
                System.out.println(name + " " + version + ": " + e);
            }
        }
        System.out.println(checked + " checked, " + foreign + " of versions this release does not have, " + wrong + " wrong");
        if (wrong > 0 || checked == 0) System.exit(1);
    }

    // ---- tables

    private static void apis() {
        for (ApiMessageType type : ApiMessageType.values())
            for (int v = type.lowestSupportedVersion(); v <= type.highestSupportedVersion(true); v++)
                System.out.println(type.apiKey() + " " + type.name + " " + v + " "
                    + type.requestHeaderVersion((short) v) + " " + type.responseHeaderVersion((short) v));
    }

    private static void errors() {
        for (Errors error : Errors.values())
            System.out.println(error.code() + " " + error + " " + (error.exception() instanceof RetriableException));
    }
}
