// SPDX-License-Identifier: Apache-2.0
/**
 * Recorded TCP conversations: what either end sent, in the order seen. Read from packet captures
 * (pcap, pcapng) and from the JSON form of the project's own recordings.
 */
package io.msgr2.testkit.recording;
