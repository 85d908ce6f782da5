// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

import static io.msgr2.HostileInput.allocatedBy;
import static io.msgr2.HostileInput.bytes;
import static io.msgr2.HostileInput.expectEveryDamageHandled;
import static io.msgr2.HostileInput.expectEveryTruncationRefused;
import static io.msgr2.HostileInput.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WireReaderTest {
  /** One of everything, twice nested. */
  private static final byte[] SAMPLE =
      bytes(
          "ff 01 3412 efbeadde feffffff 0807060504030201"
              + "03000000 616263"
              + "02000000 6f6b 02000000 c3a4"
              + "02000000 01000000 02000000"
              + "02000000 01 01000000 78 02 00000000"
              + "02 01 0a000000 7856 04000000 cafebabe");

  private record Everything(
      List<? extends Number> numbers,
      boolean bool,
      byte[] blob,
      String ascii,
      String umlaut,
      List<Long> list,
      Map<Integer, String> map,
      int inStruct) {}

  private static Everything everything(WireReader reader) {
    int u8 = reader.u8();
    boolean bool = reader.bool();
    return new Everything(
        List.of(u8, reader.u16(), reader.u32(), reader.s32(), reader.u64()),
        bool,
        reader.blob(),
        reader.string(),
        reader.string(),
        reader.list(WireReader::u32),
        reader.map(WireReader::u8, WireReader::string),
        reader.versioned("sample", 1, (version, body) -> body.u16()));
  }

  @Test
  void reads_one_of_everything_to_the_end() {
    WireReader reader = reader(SAMPLE);
    Everything read = everything(reader);
    assertThat(read.numbers).isEqualTo(List.of(0xff, 0x1234, 0xdeadbeefL, -2, 0x0102030405060708L));
    assertThat(read.bool).isTrue();
    assertThat(read.blob).isEqualTo(bytes("616263"));
    assertThat(read.ascii).isEqualTo("ok");
    assertThat(read.umlaut).isEqualTo("\u00e4");
    assertThat(read.list).containsExactly(1L, 2L);
    assertThat(read.map).containsExactly(Map.entry(1, "x"), Map.entry(2, ""));
    assertThat(read.inStruct).isEqualTo(0x5678);
    reader.expectEnd("sample");
  }

  @Test
  void refuses_every_truncation() {
    expectEveryTruncationRefused(SAMPLE, WireReaderTest::everything);
  }

  @Test
  void handles_every_damage() {
    expectEveryDamageHandled(SAMPLE, WireReaderTest::everything, read -> {});
  }

  @Test
  void takes_any_byte_but_zero_for_true() {
    for (int value = 0; value < 256; value++) {
      assertThat(reader(new byte[] {(byte) value}).bool()).isEqualTo(value != 0);
    }
  }

  @Test
  void keeps_the_bits_of_the_greatest_numbers() {
    assertThat(reader("ffff").u16()).isEqualTo(0xffff);
    assertThat(reader("ffffffff").u32()).isEqualTo(0xffff_ffffL);
    assertThat(reader("ffffffff").s32()).isEqualTo(-1);
    assertThat(reader("ffffffffffffffff").u64()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"04000000", "ffffff7f", "00000080", "ffffffff"})
  void refuses_a_length_or_count_that_lies(String length) {
    String bytes = length + " 010203";
    expectShort(bytes, WireReader::blob);
    expectShort(bytes, WireReader::string);
    expectShort(bytes, WireReader::nested);
    expectShort(bytes, r -> r.list(WireReader::u8));
    expectShort(bytes, r -> r.map(WireReader::u8, WireReader::u8));
    expectShort("01 01" + bytes, r -> r.versioned("sample", 1, (version, body) -> body.u8()));
  }

  @Test
  void refuses_a_count_that_the_elements_cannot_fill() {
    // Three bytes are left, so the count is possible; three elements of two bytes are not.
    expectShort("03000000 010203", r -> r.list(WireReader::u16));
    expectShort("03000000 010203", r -> r.map(WireReader::u8, WireReader::u8));
  }

  @Test
  void allocates_for_the_elements_that_came_and_not_for_those_announced() {
    byte[] bytes = new byte[4 << 20];
    Unpooled.wrappedBuffer(bytes).setIntLE(0, bytes.length - Integer.BYTES);
    Function<WireReader, ?> refused = element -> element.bytes(bytes.length);
    assertThat(allocatedBy(() -> expectShort(bytes, r -> r.list(refused)))).isLessThan(4 << 20);
    assertThat(allocatedBy(() -> expectShort(bytes, r -> r.map(refused, refused))))
        .isLessThan(4 << 20);
  }

  @Test
  void refuses_a_length_of_bytes_that_are_not_there() {
    expectShort("010203", r -> r.bytes(4));
    assertThat(reader("010203").bytes(3)).isEqualTo(bytes("010203"));
    assertThat(reader("").bytes(0)).isEmpty();
  }

  @Test
  void passes_over_what_a_newer_version_appended() {
    WireReader reader = reader("07 01 04000000 3412 ffff 99");
    assertThat(
            reader.<List<Integer>>versioned(
                "sample", 1, (version, body) -> List.of(version, body.u16())))
        .containsExactly(7, 0x1234);
    assertThat(reader.u8()).isEqualTo(0x99);
  }

  @Test
  void reads_a_structure_that_needs_the_newest_known_version() {
    assertThat(
            reader("09 02 01000000 55")
                .<Integer>versioned("sample", 2, (version, body) -> body.u8()))
        .isEqualTo(0x55);
  }

  @ParameterizedTest
  @CsvSource({"03,03", "03,ff", "ff,ff"})
  void refuses_a_structure_that_only_newer_versions_can_read(String version, String compat) {
    String bytes = version + compat + "01000000 55";
    assertThat(violation(() -> reader(bytes).versioned("sample", 2, (known, body) -> body.u8())))
        .isEqualTo(Violation.STRUCT_INCOMPATIBLE);
    assertThatThrownBy(() -> reader(bytes).versioned("sample", 2, (known, body) -> body.u8()))
        .hasMessageContaining("sample needs version " + Integer.parseInt(compat, 16))
        .hasMessageContaining("newest known here is 2");
  }

  @Test
  void keeps_the_reader_of_a_structure_inside_it() {
    expectShort(
        "01 01 01000000 55 6677", r -> r.versioned("sample", 1, (version, body) -> body.u16()));
    WireReader reader = reader("01000000 55 66");
    WireReader nested = reader.nested();
    assertThat(nested.remaining()).isEqualTo(1);
    assertThat(nested.u8()).isEqualTo(0x55);
    nested.expectEnd("nested");
    assertThat(reader.u8()).isEqualTo(0x66);
  }

  @Test
  void takes_the_known_versions_of_a_structure_without_length_and_no_other() {
    for (int version = 0; version < 256; version++) {
      byte[] bytes = {(byte) version};
      if (version == 2 || version == 3) {
        assertThat(reader(bytes).plainVersion("sample", 2, 3)).isEqualTo(version);
      } else {
        assertThat(violation(() -> reader(bytes).plainVersion("sample", 2, 3)))
            .isEqualTo(Violation.STRUCT_INCOMPATIBLE);
      }
    }
  }

  @Test
  void refuses_trailing_bytes_where_the_end_is_expected() {
    WireReader reader = reader("0102");
    assertThat(violation(() -> reader.expectEnd("sample")))
        .isEqualTo(Violation.PAYLOAD_TRAILING_BYTES);
    reader.u8();
    assertThatThrownBy(() -> reader.expectEnd("sample"))
        .hasMessageContaining("sample is followed by 1 unexpected");
    reader.u8();
    reader.expectEnd("sample");
  }

  @Test
  void names_the_violation_in_the_message() {
    assertThatThrownBy(() -> reader("01").u16())
        .hasMessage("PAYLOAD_SHORT: field of 2 bytes expected, 1 left");
  }

  @Test
  void leaves_the_buffer_to_its_owner() {
    ByteBuf buffer = Unpooled.buffer().writeBytes(SAMPLE);
    everything(new WireReader(buffer));
    assertThat(buffer.refCnt()).isEqualTo(1);
    assertThat(buffer.isReadable()).isFalse();
    buffer.release();
  }

  private static void expectShort(String hex, Function<WireReader, ?> read) {
    expectShort(bytes(hex), read);
  }

  private static void expectShort(byte[] bytes, Function<WireReader, ?> read) {
    assertThat(violation(() -> read.apply(reader(bytes)))).isEqualTo(Violation.PAYLOAD_SHORT);
  }

  private static Violation violation(ThrowingCallable read) {
    return assertThatThrownBy(read)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .actual()
        .violation();
  }
}
