// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

/** The names of messages that a client meets, by their type. */
final class MessageTypes {
  private MessageTypes() {}

  static String nameOf(int type) {
    return switch (type) {
      case 2 -> "MPing";
      case 4 -> "MMonMap";
      case 5 -> "MMonGetMap";
      case 13 -> "MStatfs";
      case 14 -> "MStatfsReply";
      case 15 -> "MMonSubscribe";
      case 16 -> "MMonSubscribeAck";
      case 17 -> "MAuth";
      case 18 -> "MAuthReply";
      case 19 -> "MMonGetVersion";
      case 20 -> "MMonGetVersionReply";
      case 41 -> "MOSDMap";
      case 42 -> "MOSDOp";
      case 43 -> "MOSDOpReply";
      case 50 -> "MMonCommand";
      case 51 -> "MMonCommandAck";
      case 52 -> "MLog";
      case 53 -> "MLogAck";
      case 61 -> "MOSDBackoff";
      case 62 -> "MConfig";
      case 63 -> "MGetConfig";
      case 97 -> "MCommand";
      case 98 -> "MCommandReply";
      case 0x704 -> "MMgrMap";
      default -> "message type " + type;
    };
  }
}
