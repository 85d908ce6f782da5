/** The {@code msgr2} command. */
package io.msgr2.cli;
