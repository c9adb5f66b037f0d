/** The viewer, put together of what is open, what is asked for, what came of it, and how that is looked at. */
package io.nlc.viewer.vm.main;
