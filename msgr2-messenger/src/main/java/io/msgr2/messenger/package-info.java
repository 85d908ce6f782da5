// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions on sockets. {@link io.msgr2.messenger.Messenger} dials and accepts, {@link
 * io.msgr2.messenger.Connection} is what is had with one peer, {@link io.msgr2.messenger.Handler}
 * is told what happens.
 *
 * <p>What a message costs, beyond its own encoding and checksum or cipher:
 *
 * <ul>
 *   <li>Sent: one node of a queue on its way to the event loop, and one wake-up of the loop for all
 *       messages that were queued before it ran, none if it was busy with this connection. Payloads
 *       above eight kilobytes are written to the socket from the caller's buffers in mode crc;
 *       smaller ones are copied once, beside the frames around them. In mode secure the payload is
 *       copied into an array that stays in the processor's cache, encrypted there, and copied into
 *       native memory; of a large one, half a megabyte whenever the one before was written. One
 *       flush for each batch.
 *   <li>Received: what fits into one read is used where it was read to, without a copy. Of a longer
 *       body, what came with its head is copied once (at most one read, 128 KiB), as is a rest of
 *       less than 16 KiB; a longer rest is read from the socket into the buffer that the
 *       application gets. In mode secure the body is collected in an array, because the JDK's
 *       cipher is fastest there: one copy, of what was just read, and the one that decrypts.
 * </ul>
 */
package io.msgr2.messenger;
