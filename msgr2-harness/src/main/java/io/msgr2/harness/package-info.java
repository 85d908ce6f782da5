/**
 * What every module's test run has in common. The JUnit platform finds it on the class path:
 *
 * <ul>
 *   <li>a Netty resource that is not released by the end of its test class fails that class ({@link
 *       io.msgr2.harness.LeakCheck});
 *   <li>the results are counted by part: unit, vectors, fuzz, interop ({@link
 *       io.msgr2.harness.PartCounter}).
 * </ul>
 */
package io.msgr2.harness;
