// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static io.msgr2.frame.FrameMode.CRC_2_0;
import static io.msgr2.frame.FrameMode.CRC_2_1;
import static io.msgr2.frame.FrameMode.SECURE_2_0;
import static io.msgr2.frame.FrameMode.SECURE_2_1;
import static io.netty.buffer.Unpooled.EMPTY_BUFFER;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.address.EntityAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames that were exchanged with Ceph's own daemons, byte for byte. */
class GoldenVectorTest {
  private static final ControlFrame.Hello HELLO =
      new ControlFrame.Hello(8, EntityAddress.parse("v2:1.2.3.4:6800/42"));
  private static final String HELLO_START =
      "010124000000080000000000000000000000000000000000000000003fbd6b06"
          + "080101011c000000020000002a0000001000000002001a90010203040000000000000000";
  private static final String WAIT_START =
      "10010000000008000000000000000000000000000000000000000000c8e3aab0";

  private static final MessageHeader PING =
      new MessageHeader(1, 0, 2, 127, 1, 1, 0, 0, MessageHeader.FLAGS);
  private static final String PING_ABC =
      "11022900000008000300000008000000000000000000000000000000af1666c2"
          + "0100000000000000000000000000000002007f00010000000000000000000000000000000301000000"
          + "d4496b8a6162630e48c0b4c90000000000000000";
  private static final String PING_HELLO =
      "11042900000008000000000008000000000008000500000000100000977e9004"
          + "0100000000000000000000000000000002007f00010000000000000000000000000000000301000000"
          + "d4496b8a68656c6c6f0effffffffffffffffb3448e65";

  private static final String SECURE_SIGNATURE =
      "5ee83e477793cc7cbb381480b30cc69431dabdf879b50b483d403cfd1b1ec96a"
          + "46c734fed74af191583fa9bffc2406e3c7e9de5c329db49da8066c01f2fbe3a5"
          + "01654a9d4a848c689172d4521fcf810861a3e9cf58ba8e8a849137dad99055a2";
  private static final String SECURE_PING_ABC =
      "9828066ff8ab6493c41f43d679c4a3a38a8577da66639b20d42f0505f895ac4d"
          + "5391271be80b05108c13817b172af539e296daa2c1183c65656b15d047b91e7a"
          + "e9f5a5aadfdd5350ca29264420199b1b44d7f728877f8f6de3042f1c98e85886"
          + "72400c0f286aaa0cdfc0210977ac057a35e0d0b282f4010584c004c4ffd0a4ca"
          + "00858ef0c5d15b5ab7ddbbaac9265a71";
  private static final String SECURE_105_BYTES =
      "a1999208ffd918edc3a6346efc823c2069db34e81bf4d183e277466f91e16d23"
          + "ff06f543c751f0dfa665a7f5cf9e7340936c6170cff4e5c6cb212234ce0718fc"
          + "886d5061a3d7b6fc1c3d78203e9d8f290032b1e6c66a50b65f620b142b2210c6"
          + "1a460169a89153088ed48178a67085da6c7e526b1116382be2a43b337b6cc374"
          + "f8a73153582db98b1c463de3f7bd6d7c453f7a5a68f9dcd75e1b8de9941be597"
          + "9ac870de490789841df58b1e2cae5d3c";

  @Test
  void hello_in_2_1_crc() {
    expectControl(CRC_2_1, HELLO, HELLO_START + "012f5de2");
  }

  @Test
  void hello_in_2_0_crc() {
    expectControl(CRC_2_0, HELLO, HELLO_START + "00012f5de2000000000000000000000000");
  }

  @Test
  void wait_in_2_1_crc() {
    expectControl(CRC_2_1, new ControlFrame.Wait(), WAIT_START);
  }

  @Test
  void wait_in_2_0_crc() {
    expectControl(
        CRC_2_0, new ControlFrame.Wait(), WAIT_START + "00ffffffff000000000000000000000000");
  }

  @Test
  void message_with_a_front_in_2_1_crc() {
    expectMessage(ascii("abc"), EMPTY_BUFFER, PING_ABC);
  }

  @Test
  void message_with_data_alone_in_2_1_crc() {
    expectMessage(EMPTY_BUFFER, ascii("hello"), PING_HELLO);
  }

  @Test
  void three_frames_in_2_1_secure() {
    String wire = SECURE_SIGNATURE + SECURE_PING_ABC + SECURE_105_BYTES;
    CountingAllocator allocator = new CountingAllocator();
    FrameDecoder decoder = SECURE_2_1.decoder(1024, allocator);
    ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(wire));

    RawFrame signature = decoder.decode(in);
    RawFrame ping = decoder.decode(in);
    RawFrame long105 = decoder.decode(in);

    assertThat(((ControlFrame.AuthSignature) ControlFrame.read(signature)).digest())
        .isEqualTo(counting(32));
    assertThat(MessageHeader.read(ping)).isEqualTo(PING);
    assertThat(ping.segment(1)).isEqualTo(ascii("abc"));
    assertThat(long105.tag()).isEqualTo(Tag.COMPRESSION_REQUEST);
    assertThat(long105.segment(0)).isEqualTo(Unpooled.wrappedBuffer(counting(105)));
    assertThat(in.isReadable()).isFalse();
    assertThat(decoder.decode(in)).isNull();

    FrameEncoder encoder = SECURE_2_1.encoder();
    assertThat(
            Encoded.hex(
                out -> {
                  encoder.control(new ControlFrame.AuthSignature(counting(32)), out);
                  encoder.message(PING, ascii("abc"), EMPTY_BUFFER, EMPTY_BUFFER, out);
                  encoder.raw(long105, out);
                }))
        .isEqualTo(wire);
    signature.release();
    ping.release();
    long105.release();
    allocator.expectNothingHeld();
  }

  @Test
  void signature_in_2_0_secure() {
    expectControl(SECURE_2_0, new ControlFrame.AuthSignature(counting(32)), SECURE_SIGNATURE);
  }

  @Test
  void banner() {
    Banner banner = new Banner(Banner.REVISION_1 | Banner.COMPRESSION, 0);
    String wire = "63657068207632" + "0a" + "1000" + "0300000000000000" + "0000000000000000";
    assertThat(HexFormat.of().formatHex(banner.toBytes())).isEqualTo(wire);
    assertThat(new BannerDecoder().decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex(wire))))
        .isEqualTo(banner);
  }

  private static void expectControl(FrameMode mode, ControlFrame control, String wire) {
    assertThat(Encoded.hex(out -> mode.encoder().control(control, out))).isEqualTo(wire);
    RawFrame frame = decodeOne(mode, wire);
    assertThat(ControlFrame.read(frame)).usingRecursiveComparison().isEqualTo(control);
    frame.release();
  }

  private static void expectMessage(ByteBuf front, ByteBuf data, String wire) {
    FrameEncoder encoder = CRC_2_1.encoder();
    assertThat(Encoded.hex(out -> encoder.message(PING, front, EMPTY_BUFFER, data, out)))
        .isEqualTo(wire);
    RawFrame frame = decodeOne(CRC_2_1, wire);
    assertThat(MessageHeader.read(frame)).isEqualTo(PING);
    assertThat(frame.segment(1)).isEqualTo(front);
    assertThat(frame.segment(2)).isEqualTo(EMPTY_BUFFER);
    assertThat(frame.segment(3)).isEqualTo(data);
    frame.release();
  }

  private static RawFrame decodeOne(FrameMode mode, String wire) {
    ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(wire));
    RawFrame frame = mode.decoder(1024, new CountingAllocator()).decode(in);
    assertThat(in.isReadable()).isFalse();
    assertThat(frame.aborted()).isFalse();
    return frame;
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  private static byte[] counting(int length) {
    byte[] bytes = Arrays.copyOf(FrameMode.secret(), length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
