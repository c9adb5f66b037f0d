/** The viewer's nodes: each shows a part of a view-model and passes on what the user does with it. */
package io.nlc.viewer.view;
