// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

import static io.msgr2.HostileInput.bytes;
import static io.msgr2.HostileInput.reader;
import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireWriterTest {
  @Test
  void writes_numbers_little_endian() {
    expect("ff", w -> w.u8(0x1ff));
    expect("01 00", w -> w.bool(true).bool(false));
    expect("3412", w -> w.u16(0xff1234));
    expect("efbeadde", w -> w.u32(0xffff_ffff_dead_beefL));
    expect("feffffff", w -> w.u32(-2));
    expect("0807060504030201", w -> w.u64(0x0102030405060708L));
  }

  @Test
  void writes_lengths_before_bytes_and_text() {
    expect("616263", w -> w.bytes(bytes("616263")));
    expect("03000000 616263", w -> w.blob(bytes("616263")));
    expect("00000000", w -> w.blob(new byte[0]));
    expect("04000000 c3a46f6b", w -> w.string("\u00e4ok"));
  }

  @Test
  void writes_counts_before_elements() {
    expect("02000000 0100 0200", w -> w.list(List.of(1, 2), WireWriter::u16));
    expect("00000000", w -> w.list(List.<Integer>of(), WireWriter::u16));
    expect(
        "02000000 01 01000000 78 02 00000000",
        w -> w.map(new TreeMap<>(Map.of(2, "", 1, "x")), WireWriter::u8, WireWriter::string));
  }

  @Test
  void writes_the_length_of_what_is_nested_at_any_depth() {
    expect(
        "99 07000000 01 02000000 0304 05",
        w -> w.u8(0x99).nested(n -> n.u8(1).nested(m -> m.u8(3).u8(4))).u8(5));
    expect("02 01 02000000 3412 99", w -> w.versioned(2, 1, body -> body.u16(0x1234)).u8(0x99));
  }

  @Test
  void appends_to_the_buffer_and_leaves_it_to_its_owner() {
    ByteBuf buffer = Unpooled.buffer(1).writeByte(0x55);
    new WireWriter(buffer).nested(n -> n.u8(1));
    assertThat(buffer.refCnt()).isEqualTo(1);
    byte[] written = new byte[buffer.readableBytes()];
    buffer.readBytes(written).release();
    assertThat(written).isEqualTo(bytes("55 01000000 01"));
  }

  @Test
  void writes_what_the_reader_reads() {
    Random random = Seed.random("WireWriterTest");
    for (int i = 0; i < 1000; i++) {
      long number = random.nextLong();
      byte[] blob = new byte[random.nextInt(70)];
      random.nextBytes(blob);
      List<Long> list = random.longs(random.nextInt(9)).boxed().toList();
      Map<Integer, String> map = new TreeMap<>();
      random.ints(random.nextInt(9), 0, 256).forEach(key -> map.put(key, "value " + key));
      byte[] written =
          WireWriter.toBytes(
              w ->
                  w.u8((int) number)
                      .u16((int) number)
                      .u32(number)
                      .u64(number)
                      .blob(blob)
                      .list(list, WireWriter::u64)
                      .map(map, WireWriter::u8, WireWriter::string));
      WireReader reader = reader(written);
      assertThat(reader.u8()).isEqualTo((int) (number & 0xff));
      assertThat(reader.u16()).isEqualTo((int) (number & 0xffff));
      assertThat(reader.u32()).isEqualTo(number & 0xffff_ffffL);
      assertThat(reader.u64()).isEqualTo(number);
      assertThat(reader.blob()).isEqualTo(blob);
      assertThat(reader.list(WireReader::u64)).isEqualTo(list);
      assertThat(reader.map(WireReader::u8, WireReader::string)).isEqualTo(map);
      reader.expectEnd("what was written");
    }
  }

  private static void expect(String hex, Consumer<WireWriter> encoder) {
    assertThat(WireWriter.toBytes(encoder)).isEqualTo(bytes(hex));
  }
}
